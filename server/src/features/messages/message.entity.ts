import { defineEntity, p } from '@mikro-orm/core'
import type { Composition } from './compose-claimed.ts'
import type { HoldReason, MessageDirection, MessageKind, MessageStatus, TextEncoding } from './message.ts'

const MessageSchema = defineEntity({
  name: 'Message',
  tableName: 'messages',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    profileId: p.uuid(),
    seq: p.bigint('number'),
    direction: p.text().$type<MessageDirection>(),
    kind: p.text().$type<MessageKind>(),
    text: p.text(),
    encoding: p.text().$type<TextEncoding>(),
    segments: p.integer(),
    mediaIds: p.array().$type<string[]>().nullable(),
    hiddenMediaCount: p.integer().default(0),
    status: p.text().$type<MessageStatus>(),
    failureCode: p.text().nullable(),
    failureDetail: p.text().nullable(),
    senderId: p.uuid().nullable(),
    sentBy: p.uuid().nullable(),
    sourceId: p.uuid().nullable(),
    attributionSourceId: p.uuid().nullable(),
    attributionReason: p.text().nullable(),
    idempotencyKey: p.text().nullable(),
    requestHash: p.blob().nullable(),
    carrierMessageId: p.text().nullable(),
    carrierSequence: p.integer().default(-1),
    carrierTime: p.datetime().nullable(),
    overrideWarnings: p.array().default([]),
    sendAttempts: p.integer().default(0),
    sendStartedAt: p.datetime().nullable(),
    nextAttemptAt: p.datetime().nullable(),
    scheduledAt: p.datetime().nullable(),
    composition: p.text().$type<Composition>().nullable(),
    heldReason: p.text().$type<HoldReason>().nullable(),
    createdAt: p.datetime().onCreate(() => new Date()),
    sentAt: p.datetime().nullable(),
    deliveredAt: p.datetime().nullable(),
  },
})

/** One text. `seq` is the log sequence at its arrival: the order of the thread (R12). */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message)

import { defineEntity, p } from '@mikro-orm/core'
import { Profile } from '../profiles/profile.entity.ts'
import type { ConversationStatus } from './conversation-rules.ts'

const ConversationSchema = defineEntity({
  name: 'Conversation',
  tableName: 'conversations',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    profile: () => p.manyToOne(Profile).joinColumn('profile_id'),
    senderId: p.uuid().nullable(),
    status: p.text().$type<ConversationStatus>().default('OPEN'),
    snoozedUntil: p.datetime().nullable(),
    isUnread: p.boolean().default(false),
    activitySeq: p.bigint('number'),
    lastMessageId: p.uuid().nullable(),
    lastMessageAt: p.datetime(),
    waitingSince: p.datetime().nullable(),
    possibleOptOut: p.boolean().default(false),
    isBackFromSnooze: p.boolean().default(false),
    createdAt: p.datetime().onCreate(() => new Date()),
  },
})

/** The one thread between the account and a person. Its state moves by conversation-rules.ts only. */
export class Conversation extends ConversationSchema.class {}
ConversationSchema.setClass(Conversation)

import { Field, Int, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { Node } from '../../platform/graphql/node.ts'
import { DateTime } from '../../platform/graphql/scalars.ts'
import type { HoldReason, MessageDirection, MessageKind, MessageStatus, TextEncoding } from './message.ts'
import {
  type AttributionReason,
  AttributionReasonEnum,
  HoldReasonEnum,
  MessageDirectionEnum,
  MessageKindEnum,
  MessageStatusEnum,
  TextEncodingEnum,
} from './message-enums.graphql.ts'

@ObjectType({ description: 'Why a message did not arrive, in plain language (R21).' })
export class MessageFailure {
  @Field(() => String, { simple: true, description: "Plivo's error code, or Parley's own." })
  code!: string

  @Field(() => String, { simple: true, description: 'What happened, in a few words.' })
  title!: string

  @Field(() => String, { simple: true, description: 'What it means and what to do next.' })
  detail!: string

  @Field(() => Boolean, { simple: true, description: 'Whether sending it again can help.' })
  retryable!: boolean
}

@ObjectType({ description: 'What an inbound message is attributed to, or why to nothing (R38, B10).' })
export class Attribution {
  @Field(() => AttributionReasonEnum, { simple: true, description: 'The rule that decided.' })
  reason!: AttributionReason
}

export interface AttributionRow extends Attribution {
  sourceRowId: string | null
}

@ObjectType({ implements: Node, description: 'One text, in or out.' })
export class Message extends Node {
  @Field(() => MessageDirectionEnum, { simple: true, description: 'In or out.' })
  direction!: MessageDirection

  @Field(() => MessageKindEnum, { simple: true, description: 'What sort of text it is.' })
  kind!: MessageKind

  @Field(() => String, {
    simple: true,
    description: 'The text. A NUL stands as ␀, half a surrogate pair as ␛ and its four digits.',
  })
  text!: string

  @Field(() => Int, { simple: true, description: 'Attachments that came with it and are not shown (R11).' })
  hiddenMediaCount!: number

  @Field(() => MessageStatusEnum, { simple: true, description: 'How far it got (R21).' })
  status!: MessageStatus

  @Field(() => MessageFailure, {
    simple: true,
    nullable: true,
    description: 'Why it did not arrive; null unless it failed.',
  })
  failure!: MessageFailure | null

  @Field(() => TextEncodingEnum, { simple: true, description: 'How the carrier encodes it (R24).' })
  encoding!: TextEncoding

  @Field(() => Int, { simple: true, description: 'How many segments the carrier charges (R24).' })
  segments!: number

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description:
      'When it is to go out, or was, if it was scheduled (B4). One that is held by quiet hours goes out when they end: that is the moment shown then.',
  })
  scheduledAt!: string | null

  @Field(() => HoldReasonEnum, {
    simple: true,
    nullable: true,
    description: 'Why a scheduled message does not go out at its time (R19, B4); null if it is not held.',
  })
  heldReason!: HoldReason | null

  @Field(() => DateTime, {
    simple: true,
    description: 'When it arrived or was written. The thread is in the order of arrival (R12).',
  })
  createdAt!: string

  @Field(() => DateTime, { simple: true, nullable: true, description: 'When the carrier took it.' })
  sentAt!: string | null

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When it arrived on the phone, if the carrier said so.',
  })
  deliveredAt!: string | null

  @Field(() => Attribution, {
    simple: true,
    nullable: true,
    description: 'What it is attributed to; null for outbound ones.',
  })
  attribution!: AttributionRow | null
}

export interface MessageRow extends Message {
  rowId: string
  profileRowId: string
  /** Sequence of arrival: the order of the thread (R12). */
  seq: number
  sentByRowId: string | null
  sourceRowId: string | null
  /** Its media in their order; null for none, as nearly always. */
  mediaRowIds: string[] | null
}

@ObjectType({ description: 'A message in a thread.' })
export class MessageEdge extends Edge<MessageRow>(() => Message) {}

@ObjectType({ description: 'A page of a thread, the oldest first.' })
export class MessageConnection extends Connection<MessageRow>(
  () => MessageEdge,
  () => Message,
) {}

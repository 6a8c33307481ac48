import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { DateTime } from '../../platform/graphql/scalars.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { Conversation, type ConversationRow } from '../conversations/conversation.graphql.ts'
import { type GateReason, GateReasonEnum } from '../messages/gate.graphql.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'

const USER_ERRORS = 'What the caller can mend; empty if all went well.'

@InputType({ description: 'A reply to a conversation.' })
export class SendReplyInput {
  @Field(() => ID, { description: 'The conversation to reply to.' })
  conversationId!: string

  @Field(() => String, {
    nullable: true,
    description:
      "The text, sent as typed: up to 1,600 characters GSM-7 or 737 UCS-2 (R20) once its links are short and each `{% coupon_code 'NAME' %}` is a code (R23). COUPON_NOT_FOUND, COUPON_MALFORMED, COUPON_EMPTY and TEXT_TOO_LONG refuse it; nothing is taken then.",
  })
  text?: string | null

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids that `POST /media` gave, in the order in which they are to be shown: up to 10 (R20), to numbers in the US and Canada. With them the text may be empty. TOO_MANY_MEDIA, MEDIA_NOT_SUPPORTED, NOT_FOUND, MEDIA_REPEATED and MEDIA_NOT_SENDABLE refuse it.',
  })
  mediaIds?: string[] | null

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether its links become short ones; by default as the account's settings say (R34).",
  })
  shortenLinks?: boolean | null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it is to go out (B4): in the future, at most 90 days ahead. Now, without it. When it is due the gate is asked again: what it refuses fails with the reason, and quiet hours hold it until they end. If the person writes first, it waits for an agent.',
  })
  sendAt?: string | null

  @Field(() => [GateReasonEnum], {
    nullable: true,
    description:
      'Warnings of the gate that the agent saw and overrides (R19). A warning that is not overridden refuses the reply, with the warning as the code. They are no matter for a reply that is scheduled.',
  })
  overrideWarnings?: GateReason[] | null

  @Field(() => String, {
    nullable: true,
    description: 'The same key with the same input is the same message, however often it is sent (R22).',
  })
  idempotencyKey?: string | null
}

@ObjectType({ description: 'What became of a reply.' })
export class SendReplyPayload {
  @Field(() => Message, {
    simple: true,
    nullable: true,
    description: 'The message, queued or scheduled; null if it was refused.',
  })
  message!: MessageRow | null

  @Field(() => Conversation, { simple: true, nullable: true, description: 'The conversation after it.' })
  conversation!: ConversationRow | null

  @Field(() => [UserError], { simple: true, description: USER_ERRORS })
  userErrors!: UserError[]
}

@ObjectType({ description: 'What became of a message.' })
export class MessagePayload {
  @Field(() => Message, {
    simple: true,
    nullable: true,
    description: 'The message after it; null if it was refused.',
  })
  message!: MessageRow | null

  @Field(() => [UserError], { simple: true, description: USER_ERRORS })
  userErrors!: UserError[]
}

@ObjectType({ description: 'What became of conversations.' })
export class ConversationsPayload {
  @Field(() => [Conversation], {
    simple: true,
    description: 'Those that were found, after it, in the order of the ids.',
  })
  conversations!: ConversationRow[]

  @Field(() => [UserError], { simple: true, description: USER_ERRORS })
  userErrors!: UserError[]
}

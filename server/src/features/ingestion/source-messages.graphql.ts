import { Field, InputType, Int, ObjectType } from 'type-graphql'
import { DateTime, PhoneNumber, URLScalar } from '../../platform/graphql/scalars.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import {
  MessageSource,
  type MessageSourceRow,
  type MessageSourceType,
  MessageSourceTypeEnum,
} from '../campaigns/message-source.graphql.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { IN_ORDER, ITEM_ERRORS } from './bulk-descriptions.ts'

@InputType({ description: 'The campaign or flow that messages are of. It is made when first named.' })
export class MessageSourceInput {
  @Field(() => MessageSourceTypeEnum, { description: 'Campaign or flow.' })
  type!: MessageSourceType

  @Field(() => String, { description: 'Its name, up to 200 characters; a new one replaces the old.' })
  name!: string

  @Field(() => String, {
    description: 'Your id for it, up to 200 characters: with the type it tells which it is.',
  })
  externalId!: string
}

@InputType({ description: "A campaign's or flow's message to one person." })
export class SourceMessageInput {
  @Field(() => PhoneNumber, { description: 'To whom. PHONE_NUMBER_INVALID for what is no number.' })
  phoneNumber!: string

  @Field(() => String, {
    description:
      "The text as written: up to 1,600 characters GSM-7 or 737 UCS-2 (R20). When it is sent, `{% coupon_code 'NAME' %}` becomes the person's code (R23), and links become short ones (R34).",
  })
  text!: string

  @Field(() => [URLScalar], {
    nullable: true,
    description:
      'Up to 10 https addresses, which the carrier fetches media from and threads show them from. sendMessages: to the US and Canada only (MEDIA_NOT_SUPPORTED).',
  })
  mediaUrls?: string[] | null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'sendMessages: when to send, up to 90 days ahead; what is past is due at once. recordSentMessages: when it was sent, not ahead of now, up to 5 years ago. Now, if left out.',
  })
  at?: string | null

  @Field(() => String, {
    description:
      'Your id for the message, unique in its source, up to 200 characters: a message told again with it is the same one, whatever else is said.',
  })
  externalId!: string
}

@ObjectType({ description: "What became of one message, in its item's place." })
export class MessageResult {
  @Field(() => Message, { simple: true, nullable: true, description: 'The message; null if it was refused.' })
  message!: MessageRow | null

  @Field(() => [UserError], { simple: true, description: ITEM_ERRORS })
  userErrors!: UserError[]
}

@ObjectType({ description: 'What became of messages of a campaign or flow.' })
export class SourceMessagesPayload {
  @Field(() => MessageSource, {
    simple: true,
    nullable: true,
    description: 'The campaign or flow; null if it was refused itself: then every item says why.',
  })
  source!: MessageSourceRow | null

  @Field(() => [MessageResult], { simple: true, description: IN_ORDER })
  results!: MessageResult[]
}

@ObjectType({ description: 'What became of a campaign or flow that was called off.' })
export class CancelSourceMessagesPayload {
  @Field(() => MessageSource, {
    simple: true,
    nullable: true,
    description: 'The campaign or flow; null if it was refused.',
  })
  source!: MessageSourceRow | null

  @Field(() => Int, { simple: true, description: 'How many messages were called off.' })
  canceledCount!: number

  @Field(() => [UserError], {
    simple: true,
    description: 'What the caller can mend; empty if all went well.',
  })
  userErrors!: UserError[]
}

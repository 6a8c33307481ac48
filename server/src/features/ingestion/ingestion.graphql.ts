import { Field, InputType, ObjectType } from 'type-graphql'
import {
  CurrencyCode,
  DateTime,
  Decimal,
  EmailAddress,
  JSONObject,
  PhoneNumber,
  TimeZone,
  URLScalar,
} from '../../platform/graphql/scalars.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { Event, type EventRow } from '../activity/event.graphql.ts'
import {
  MessageSource,
  type MessageSourceRow,
  type MessageSourceType,
  MessageSourceTypeEnum,
} from '../campaigns/message-source.graphql.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { ProfileResult } from '../profiles/profile-payload.graphql.ts'

const ITEM_ERRORS =
  'What the caller can mend about this item, with its place in the path; empty if all went well.'
const IN_ORDER = "One for each item, in the items' order."
const SAID = 'Left out: stays as it is. Null: is cleared.'

@InputType({ description: `Where a person is. ${SAID}` })
export class LocationInput {
  @Field(() => String, { nullable: true, description: 'City, up to 200 characters.' })
  city?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'State or region, by code or name. It decides on quiet hours (R25).',
  })
  region?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Country: its ISO 3166-1 code (`US`) or its English name. COUNTRY_INVALID for what is neither.',
  })
  country?: string | null

  @Field(() => TimeZone, {
    nullable: true,
    description: 'IANA time zone. It decides on quiet hours before all else (R25). TIME_ZONE_INVALID.',
  })
  timeZone?: string | null
}

@InputType({ description: `What is known of a person. ${SAID}` })
export class ProfileInput {
  @Field(() => PhoneNumber, {
    description: 'The number that identifies the person. PHONE_NUMBER_INVALID for what is none.',
  })
  phoneNumber!: string

  @Field(() => String, {
    nullable: true,
    description:
      'Your own id for the person, up to 200 characters. EXTERNAL_ID_TAKEN if another profile has it.',
  })
  externalId?: string | null

  @Field(() => String, { nullable: true, description: 'Name, up to 200 characters.' })
  name?: string | null

  @Field(() => EmailAddress, {
    nullable: true,
    description: 'E-mail address. EMAIL_INVALID for what is none.',
  })
  email?: string | null

  @Field(() => LocationInput, { nullable: true, description: 'Where the person is; null clears all of it.' })
  location?: LocationInput | null

  @Field(() => JSONObject, {
    nullable: true,
    description:
      'Anything else. Keys that are named get their values, those named with null go, others stay; null for all clears all. Up to 16 KiB of JSON afterwards: PROPERTIES_TOO_LARGE.',
  })
  properties?: Record<string, unknown> | null
}

@ObjectType({ description: 'What became of profiles.' })
export class UpsertProfilesPayload {
  @Field(() => [ProfileResult], { simple: true, description: IN_ORDER })
  results!: ProfileResult[]
}

@InputType({ description: 'An amount of money.' })
export class MoneyInput {
  @Field(() => Decimal, {
    description: 'How much: up to 14 digits and 6 decimals, kept exactly. AMOUNT_INVALID.',
  })
  amount!: string

  @Field(() => CurrencyCode, { description: 'Of what, ISO 4217. CURRENCY_INVALID.' })
  currencyCode!: string
}

@InputType({ description: 'Something that a person did.' })
export class EventInput {
  @Field(() => PhoneNumber, {
    description: 'Who. An unknown number becomes a profile without consent. PHONE_NUMBER_INVALID.',
  })
  phoneNumber!: string

  @Field(() => String, {
    description: 'What kind of activity ("Viewed Product"), up to 200 characters; made when first named.',
  })
  metric!: string

  @Field(() => DateTime, {
    nullable: true,
    description: 'When; now, if left out. AT_IN_FUTURE; AT_TOO_OLD for more than 20 years ago.',
  })
  at?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Your id for the event, unique in its metric: an event told again with it is the same one.',
  })
  uniqueId?: string | null

  @Field(() => JSONObject, {
    nullable: true,
    description: 'The details, up to 16 KiB of JSON and 20 levels, shown as they are.',
  })
  properties?: Record<string, unknown> | null

  @Field(() => MoneyInput, { nullable: true, description: 'What it was worth.' })
  value?: MoneyInput | null
}

@ObjectType({ description: "What became of one event, in its item's place." })
export class EventResult {
  @Field(() => Event, { simple: true, nullable: true, description: 'The event; null if it was refused.' })
  event!: EventRow | null

  @Field(() => [UserError], { simple: true, description: ITEM_ERRORS })
  userErrors!: UserError[]
}

@ObjectType({ description: 'What became of events.' })
export class RecordEventsPayload {
  @Field(() => [EventResult], { simple: true, description: IN_ORDER })
  results!: EventResult[]
}

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

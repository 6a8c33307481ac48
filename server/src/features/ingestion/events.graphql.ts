import { Field, InputType, ObjectType } from 'type-graphql'
import { CurrencyCode, DateTime, Decimal, JSONObject, PhoneNumber } from '../../platform/graphql/scalars.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { Event, type EventRow } from '../activity/event.graphql.ts'
import { IN_ORDER, ITEM_ERRORS } from './bulk-descriptions.ts'

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

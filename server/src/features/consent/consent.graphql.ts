import { Field, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { DateTime } from '../../platform/graphql/scalars.ts'
import type { ConsentMethod, ConsentState } from './consent.ts'

export const ConsentStateEnum = apiEnum<ConsentState>(
  'ConsentState',
  'Whether a person agreed to be texted (R6).',
  {
    SUBSCRIBED: 'They did.',
    UNSUBSCRIBED: 'They said no, or somebody did for them.',
    NEVER_SUBSCRIBED: 'They never said. Texting in is not consent (R4).',
  },
)

export const ConsentMethodEnum = apiEnum<ConsentMethod>(
  'ConsentMethod',
  'How a change of consent came about (R18).',
  {
    KEYWORD: 'The person texted a keyword (R13).',
    CARRIER: 'The carrier said so: its own keyword, or its refusal because of one (R17).',
    IMPORT: 'It was imported.',
    API: 'An integrator recorded it.',
    AGENT: 'A user recorded it, with a reason.',
  },
)

@ObjectType({ description: 'Whether a person agreed to be texted.' })
export class Consent {
  @Field(() => ConsentStateEnum, { simple: true, description: 'The state now.' })
  state!: ConsentState

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'Since when; null if it never changed.',
  })
  since!: string | null
}

@ObjectType({ description: 'A line of the consent ledger, which nothing changes or deletes (R18).' })
export class ConsentChange {
  @Field(() => DateTime, { simple: true, description: 'When it happened, by its evidence.' })
  at!: string

  @Field(() => DateTime, {
    simple: true,
    description: 'When it was recorded: later than `at` for what came from elsewhere.',
  })
  recordedAt!: string

  @Field(() => ConsentStateEnum, { simple: true, description: 'The state before.' })
  from!: ConsentState

  @Field(() => ConsentStateEnum, { simple: true, description: 'The state after.' })
  to!: ConsentState

  @Field(() => ConsentMethodEnum, { simple: true, description: 'How it came about.' })
  method!: ConsentMethod

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'The text of the person, the reason that a user gave, or other evidence.',
  })
  evidence!: string | null

  @Field(() => String, {
    simple: true,
    nullable: true,
    description:
      'The rule that matched: `WHOLE_TEXT`, `CONTAINS_US_CA` or `CONTAINS` (R16), `DOUBLE_OPT_IN` for the YES to a subscribe keyword, `CARRIER_INTENT` or `carrier: blocked by opt-out (200)` (R17), `POSSIBLE_OPT_OUT` for a sentence that a user took for an opt-out; null where no rule had to match.',
  })
  rule!: string | null
}

export interface ConsentChangeRow extends ConsentChange {
  rowId: string
  cursorAt: string
  byUserRowId: string | null
  byApiKeyRowId: string | null
}

@ObjectType({ description: 'A line of the consent ledger in a list.' })
export class ConsentChangeEdge extends Edge<ConsentChangeRow>(() => ConsentChange) {}

@ObjectType({ description: 'A page of the consent ledger.' })
export class ConsentChangeConnection extends Connection<ConsentChangeRow>(
  () => ConsentChangeEdge,
  () => ConsentChange,
) {}

import { Field, ObjectType } from 'type-graphql'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { DateTime } from '../../platform/graphql/scalars.ts'

/** Why a message may not go to a person now (R19). */
export type GateReason =
  | 'NOT_SUBSCRIBED'
  | 'OPTED_OUT'
  | 'BLOCKED'
  | 'NO_INBOUND_YET'
  | 'SENDER_CANNOT_RECEIVE'
  | 'NO_SENDER'
  | 'UNREACHABLE'
  | 'QUIET_HOURS'

export const GateReasonEnum = apiEnum<GateReason>(
  'GateReason',
  'Why a message may not go to a person now (R19).',
  {
    NOT_SUBSCRIBED: 'The person has not agreed to be texted (R6).',
    OPTED_OUT: 'The person said no.',
    BLOCKED: 'The person is blocked (R29).',
    NO_INBOUND_YET: 'The person has not texted first (R5).',
    SENDER_CANNOT_RECEIVE: 'The number of the conversation is a branded name, which nobody can text (R7).',
    NO_SENDER: 'The account has no number to send from (R8).',
    UNREACHABLE: 'The carrier says that the number takes no texts.',
    QUIET_HOURS: 'It is before 8:00 or past 20:00 where the person is (R25). A warning for replies.',
  },
)

/** The gate's answer. `reasons` can't be overridden, `warnings` can. */
export interface ReplyGateResult {
  allowed: boolean
  reasons: GateReason[]
  warnings: GateReason[]
  /** ISO 8601; null where waiting changes nothing. */
  nextAllowedAt: string | null
  /** ISO 8601: until when this holds if nothing is changed; null where the clock has no say. */
  validUntil: string | null
}

@ObjectType({ description: 'Whether a reply may go out now (R19).' })
export class ReplyGate implements ReplyGateResult {
  @Field(() => Boolean, { simple: true, description: 'Whether it may: there are no reasons against it.' })
  allowed!: boolean

  @Field(() => [GateReasonEnum], {
    simple: true,
    description: "What stands against it and can't be overridden.",
  })
  reasons!: GateReason[]

  @Field(() => [GateReasonEnum], {
    simple: true,
    description: 'What the agent may override, with `overrideWarnings`.',
  })
  warnings!: GateReason[]

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When quiet hours end, if they are the only thing in the way.',
  })
  nextAllowedAt!: string | null

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description:
      'When quiet hours next begin or end for the person: the answer may be another from then on, though nothing is pushed. Ask again. Null where the time zone is unknown.',
  })
  validUntil!: string | null
}

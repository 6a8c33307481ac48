import { Field, InputType, ObjectType } from 'type-graphql'
import { DateTime, PhoneNumber } from '../../platform/graphql/scalars.ts'
import { ConsentStateEnum } from '../consent/consent.graphql.ts'
import type { ConsentState } from '../consent/consent.ts'
import { ProfileResult } from '../profiles/profile-payload.graphql.ts'

@InputType({ description: 'Consent that a person gave or took back elsewhere, with its evidence (R18).' })
export class ConsentInput {
  @Field(() => PhoneNumber, {
    description: 'Whose. An unknown number becomes a profile. PHONE_NUMBER_INVALID for what is none.',
  })
  phoneNumber!: string

  @Field(() => ConsentStateEnum, {
    description:
      'What the person said. OPTED_OUT refuses SUBSCRIBED over their own opt-out, unless an API key gives evidence with a later `at`. NOT_UNDONE refuses NEVER_SUBSCRIBED for who said yes or no before.',
  })
  state!: ConsentState

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When they said it; now, if left out. AT_IN_FUTURE (five minutes of grace), AT_TOO_OLD (30 years), AT_INVALID. SUPERSEDED refuses what is older than what stands: a yes before the last change, a no before the person texted us yes.',
  })
  at?: string | null

  @Field(() => String, {
    description:
      'What proves it: the form with its wording and address, the order, the recording. Up to 2,000 characters. EVIDENCE_REQUIRED, EVIDENCE_TOO_LONG, EVIDENCE_INVALID.',
  })
  evidence!: string
}

@ObjectType({ description: 'What became of consents.' })
export class RecordConsentsPayload {
  @Field(() => [ProfileResult], { simple: true, description: "One for each item, in the items' order." })
  results!: ProfileResult[]
}

import { Field, ObjectType } from 'type-graphql'
import { apiEnum } from '../../platform/graphql/enum.ts'

/** Why an attachment does not show. */
export type HiddenMediaState = 'NOT_SHOWN' | 'WAITING' | 'GIVEN_UP'

export const HiddenMediaStateEnum = apiEnum<HiddenMediaState>(
  'HiddenMediaState',
  'Why an attachment that came with a text does not show (R11, B1).',
  {
    NOT_SHOWN: 'The account does not show them, or did not within 30 days.',
    WAITING: 'It is being fetched, and shows within seconds unless the carrier is slow.',
    GIVEN_UP: 'It cannot be shown; `reason` says why.',
  },
)

@ObjectType({ description: 'An attachment that came with a text and does not show (R11, B1).' })
export class HiddenMedia {
  @Field(() => HiddenMediaStateEnum, { simple: true, description: 'Why it does not show.' })
  state!: HiddenMediaState

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'What stood in the way, in plain language; null unless it was given up.',
  })
  reason!: string | null
}

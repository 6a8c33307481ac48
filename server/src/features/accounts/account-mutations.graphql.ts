import { Field, InputType, Int, ObjectType } from 'type-graphql'
import { EmailAddress, TimeZone } from '../../platform/graphql/scalars.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { Account } from './account.graphql.ts'

@InputType({
  description: 'Changes to the account. What is left out or null stays as it is, unless said otherwise.',
})
export class AccountInput {
  @Field(() => String, {
    nullable: true,
    description: 'Name of the business: one line, up to 100 characters.',
  })
  name?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'How texts begin that name the sender, and how compliance answers call it: one line, up to 50 characters.',
  })
  organizationPrefix?: string | null

  @Field(() => EmailAddress, {
    nullable: true,
    description: 'Where customers can write to; answers to HELP name it. Null or empty: nowhere.',
  })
  contactEmail?: string | null

  @Field(() => TimeZone, {
    nullable: true,
    description: 'IANA zone of the business: snoozing until tomorrow goes by it (R26).',
  })
  timeZone?: string | null

  @Field(() => Int, {
    nullable: true,
    description:
      'Hours after a campaign or flow message in which a response is attributed to it, from 1 to 720 (R38). Responses that came before keep their attribution.',
  })
  attributionWindowHours?: number | null
}

@ObjectType({ description: 'What became of a change of the account.' })
export class AccountPayload {
  @Field(() => Account, {
    simple: true,
    nullable: true,
    description: 'The account after it; null if it was refused: then nothing of it was stored.',
  })
  account!: Account | null

  @Field(() => [UserError], {
    simple: true,
    description:
      'Everything that the caller can mend, all of it at once: NAME_REQUIRED, NAME_INVALID, PREFIX_REQUIRED, PREFIX_INVALID, EMAIL_INVALID, TIME_ZONE_INVALID, ATTRIBUTION_WINDOW_INVALID.',
  })
  userErrors!: UserError[]
}

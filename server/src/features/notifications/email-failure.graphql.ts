import { Field, ObjectType } from 'type-graphql'
import { DateTime, EmailAddress } from '../../platform/graphql/scalars.ts'

@ObjectType({ description: 'An e-mail about a new message that was given up (R35).' })
export class EmailFailure {
  @Field(() => EmailAddress, { simple: true, description: 'Who should have got it.' })
  address!: string

  @Field(() => DateTime, { simple: true, description: 'When it was given up.' })
  at!: string

  @Field(() => String, { simple: true, description: "Why: the mail server's words, or ours, in one line." })
  reason!: string

  @Field(() => Boolean, {
    simple: true,
    description:
      'Whether it may have arrived all the same: the mail server took it and never said what became of it. Such a mail is not sent again.',
  })
  mayHaveArrived!: boolean
}

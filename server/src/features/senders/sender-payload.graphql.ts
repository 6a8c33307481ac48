import { Field, ObjectType } from 'type-graphql'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { Sender } from './sender.graphql.ts'

@ObjectType({ description: 'What became of a sender.' })
export class SenderPayload {
  @Field(() => Sender, {
    simple: true,
    nullable: true,
    description: 'The sender after it; null if it was refused.',
  })
  sender!: Sender | null

  @Field(() => [UserError], {
    simple: true,
    description: 'What the caller can mend; empty if all went well.',
  })
  userErrors!: UserError[]
}

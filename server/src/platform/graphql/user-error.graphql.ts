import { Field, ObjectType } from 'type-graphql'
import type { UserErrorItem } from '../errors.ts'

@ObjectType({ description: 'Something that the caller can mend.' })
export class UserError implements UserErrorItem {
  @Field(() => String, { simple: true, description: 'What it is, for programs: stable, in capitals.' })
  code!: string

  @Field(() => String, { simple: true, description: 'What it is, for people.' })
  message!: string

  @Field(() => [String], {
    simple: true,
    nullable: true,
    description: 'Path of the argument or input field that it is about; null if it is about none.',
  })
  field!: string[] | null
}

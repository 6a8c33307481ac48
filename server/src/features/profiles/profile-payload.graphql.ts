import { Field, ObjectType } from 'type-graphql'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { Profile, type ProfileRow } from './profile.graphql.ts'

@ObjectType({ description: 'What became of a profile.' })
export class ProfilePayload {
  @Field(() => Profile, {
    simple: true,
    nullable: true,
    description: 'The profile after it; null if it was refused.',
  })
  profile!: ProfileRow | null

  @Field(() => [UserError], {
    simple: true,
    description: 'What the caller can mend; empty if all went well.',
  })
  userErrors!: UserError[]
}

@ObjectType({
  description: "What became of one item of a bulk mutation about profiles, in the item's place.",
})
export class ProfileResult {
  @Field(() => Profile, {
    simple: true,
    nullable: true,
    description: 'The profile after it; null if the item was refused.',
  })
  profile!: ProfileRow | null

  @Field(() => [UserError], {
    simple: true,
    description:
      'What the caller can mend about this item, with its place in the path; empty if all went well.',
  })
  userErrors!: UserError[]
}

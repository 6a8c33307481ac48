import { Field, InputType, ObjectType } from 'type-graphql'
import type { Role } from '../../platform/auth/actor.ts'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { EmailAddress } from '../../platform/graphql/scalars.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { RoleEnum, User } from './user.graphql.ts'
import type { UserRow } from './user.queries.ts'

@ObjectType({ description: 'A user in a list.' })
export class UserEdge extends Edge<UserRow>(() => User) {}

@ObjectType({ description: 'A page of users.' })
export class UserConnection extends Connection<UserRow>(
  () => UserEdge,
  () => User,
) {}

@InputType({ description: 'A person who shall be able to sign in.' })
export class CreateUserInput {
  @Field(() => EmailAddress, {
    description: 'What the user signs in with. An address has one user in all accounts together.',
  })
  email!: string

  @Field(() => String, { description: 'Name, as colleagues see it.' })
  name!: string

  @Field(() => RoleEnum, { description: 'What the user may do; not OWNER, of whom there is exactly one.' })
  role!: Role

  @Field(() => String, {
    nullable: true,
    description: 'From 8 to 128 characters. Left out, one is made, and is in the answer.',
  })
  password?: string | null
}

@ObjectType({ description: 'A new user.' })
export class CreateUserPayload {
  @Field(() => User, { simple: true, nullable: true, description: 'The user; null if it was refused.' })
  user!: User | null

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'The password that was made, if none was given. Shown here and never again.',
  })
  password!: string | null

  @Field(() => [UserError], {
    simple: true,
    description:
      'What the caller can mend: NAME_REQUIRED, NAME_INVALID, EMAIL_INVALID, EMAIL_TAKEN, PASSWORD_LENGTH, OWNER_EXISTS.',
  })
  userErrors!: UserError[]
}

@ObjectType({ description: 'What became of a user.' })
export class UserPayload {
  @Field(() => User, {
    simple: true,
    nullable: true,
    description: 'The user after it; null if it was refused.',
  })
  user!: User | null

  @Field(() => [UserError], {
    simple: true,
    description: 'What the caller can mend: NOT_FOUND, OWNER_REQUIRED.',
  })
  userErrors!: UserError[]
}

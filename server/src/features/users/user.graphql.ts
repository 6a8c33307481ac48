import { Field, ObjectType } from 'type-graphql'
import type { ApiScope, Role } from '../../platform/auth/actor.ts'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { Node } from '../../platform/graphql/node.ts'
import { DateTime, EmailAddress } from '../../platform/graphql/scalars.ts'

export const RoleEnum = apiEnum<Role>('Role', 'What a user may do (R1, R2).', {
  OWNER: 'Everything. An account has exactly one.',
  ADMIN: 'Everything but being the owner: the inbox, settings, users and API keys.',
  MANAGER: 'The inbox, and changing settings.',
  SUPPORT: 'The inbox, and reading settings.',
  ANALYST: 'Signs in; no access to the inbox.',
  CAMPAIGN_COORDINATOR: 'Signs in; no access to the inbox.',
  CONTENT_CREATOR: 'Signs in; no access to the inbox.',
})

export const ApiScopeEnum = apiEnum<ApiScope>(
  'ApiScope',
  'What an API key may do. Each scope gives only its own.',
  {
    READ: 'Queries and subscriptions.',
    REPLY: 'Replying, and the state of conversations.',
    MANAGE: 'Settings, the account, coupons.',
    INGEST: 'Bringing in profiles, consents, events and messages sent.',
  },
)

@ObjectType({ implements: Node, description: 'A person who signs in.' })
export class User extends Node {
  @Field(() => String, { simple: true, description: 'Name, as colleagues see it.' })
  name!: string

  @Field(() => EmailAddress, {
    simple: true,
    description: 'E-mail address; also what the user signs in with.',
  })
  email!: string

  @Field(() => RoleEnum, { simple: true, description: 'What the user may do.' })
  role!: Role
}

@ObjectType({
  implements: Node,
  description: 'A key that an integrator signs in with, as `Authorization: Bearer <key>`.',
})
export class ApiKey extends Node {
  @Field(() => String, { simple: true, description: 'What it is for, in the words of who made it.' })
  name!: string

  @Field(() => [ApiScopeEnum], { simple: true, description: 'What it may do.' })
  scopes!: ApiScope[]

  @Field(() => String, { simple: true, description: 'The part of the key that is no secret, to know it by.' })
  prefix!: string

  @Field(() => DateTime, { simple: true, description: 'When it was made.' })
  createdAt!: string

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When it was last used, to the minute.',
  })
  lastUsedAt!: string | null

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When it was revoked; null while it is good.',
  })
  revokedAt!: string | null
}

@ObjectType({ description: 'Who asks, and what they may do: either a user or an API key.' })
export class Viewer {
  @Field(() => User, {
    simple: true,
    nullable: true,
    description: 'The signed-in user; null for an API key.',
  })
  user!: User | null

  @Field(() => ApiKey, { simple: true, nullable: true, description: 'The API key; null for a user.' })
  apiKey!: ApiKey | null

  @Field(() => RoleEnum, {
    simple: true,
    description:
      "The user's role. An API key has none: it is the least that may all that the key may, MANAGER with MANAGE or INGEST and else SUPPORT; what the key may do is in its scopes.",
  })
  role!: Role

  @Field(() => Boolean, { simple: true, description: 'Whether the inbox can be used at all (R1).' })
  canUseInbox!: boolean

  @Field(() => Boolean, { simple: true, description: 'Whether settings can be changed (R2).' })
  canManageSettings!: boolean
}

import { Field, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import { ApiKey } from '../users/user.graphql.ts'
import type { ApiKeyRow } from '../users/user.queries.ts'

@ObjectType({ description: 'An API key in a list.' })
export class ApiKeyEdge extends Edge<ApiKeyRow>(() => ApiKey) {}

@ObjectType({ description: 'A page of API keys.' })
export class ApiKeyConnection extends Connection<ApiKeyRow>(
  () => ApiKeyEdge,
  () => ApiKey,
) {}

@ObjectType({ description: 'A new API key.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKey, { simple: true, nullable: true, description: 'The key; null if it was refused.' })
  apiKey!: ApiKey | null

  @Field(() => String, {
    simple: true,
    nullable: true,
    description:
      'The whole key, for `Authorization: Bearer <key>`. Shown here and never again: only its hash is kept.',
  })
  secret!: string | null

  @Field(() => [UserError], {
    simple: true,
    description: 'What the caller can mend: NAME_REQUIRED, NAME_INVALID, SCOPES_REQUIRED.',
  })
  userErrors!: UserError[]
}

@ObjectType({ description: 'What became of an API key.' })
export class ApiKeyPayload {
  @Field(() => ApiKey, {
    simple: true,
    nullable: true,
    description: 'The key after it; null if it was refused.',
  })
  apiKey!: ApiKey | null

  @Field(() => [UserError], { simple: true, description: 'What the caller can mend: NOT_FOUND.' })
  userErrors!: UserError[]
}

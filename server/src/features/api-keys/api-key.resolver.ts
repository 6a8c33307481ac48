import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { ApiScope } from '../../platform/auth/actor.ts'
import { userError } from '../../platform/errors.ts'
import { pageSize } from '../../platform/graphql/connection.ts'
import { load } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { ApiScopeEnum } from '../users/user.graphql.ts'
import { apiKeyById } from '../users/user.queries.ts'
import { createApiKey } from './actions/create-api-key.ts'
import { revokeApiKey } from './actions/revoke-api-key.ts'
import { ApiKeyConnection, ApiKeyPayload, CreateApiKeyPayload } from './api-key-list.graphql.ts'
import { apiKeyPage } from './api-key-list.queries.ts'

@Resolver()
export class ApiKeyResolver {
  @Authorized('KEYS')
  @Query(() => ApiKeyConnection, {
    description:
      'API keys, revoked ones too, the newest first. For Owner and Admin, signed in themselves (R2).',
  })
  apiKeys(
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
  ): ApiKeyConnection {
    return new ApiKeyConnection(apiKeyPage(ctx, { first: pageSize('first', first, 50), after }))
  }

  @Authorized('KEYS')
  @Mutation(() => CreateApiKeyPayload, {
    description:
      'Makes an API key; its secret is in this answer and nowhere else. For Owner and Admin, signed in themselves (R2).',
  })
  createApiKey(
    @Ctx() ctx: RequestContext,
    @Arg('name', () => String, { description: 'What it is for: one line, up to 100 characters.' })
    name: string,
    @Arg('scopes', () => [ApiScopeEnum], { description: 'What it may do: one scope or more.' })
    scopes: ApiScope[],
  ): Promise<CreateApiKeyPayload> {
    return payload<CreateApiKeyPayload, { apiKeyId: string; secret: string }>(
      ctx,
      { apiKey: null, secret: null },
      () => createApiKey(ctx, { name, scopes }),
      async ({ apiKeyId, secret }) => ({
        apiKey: await load(ctx, apiKeyById, apiKeyId),
        secret,
        userErrors: [],
      }),
    )
  }

  @Authorized('KEYS')
  @Mutation(() => ApiKeyPayload, {
    description:
      'Ends an API key for good: requests and sockets with it end at once, in other processes within seconds. One that is revoked already stays as it is. For Owner and Admin, signed in themselves (R2).',
  })
  revokeApiKey(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The key.' }) id: string,
  ): Promise<ApiKeyPayload> {
    return payload<ApiKeyPayload, { apiKeyId: string }>(
      ctx,
      { apiKey: null },
      async () => {
        const apiKeyId = fromGlobalId('ApiKey', id)
        if (!apiKeyId) throw userError('NOT_FOUND', 'There is no such API key.', ['id'])
        const revoked = await revokeApiKey(ctx, apiKeyId)
        ctx.access?.invalidate(`apiKey:${apiKeyId}`)
        return revoked
      },
      async ({ apiKeyId }) => ({ apiKey: await load(ctx, apiKeyById, apiKeyId), userErrors: [] }),
    )
  }
}

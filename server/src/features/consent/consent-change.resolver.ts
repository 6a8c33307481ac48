import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { loadIf } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { User } from '../users/user.graphql.ts'
import { apiKeyById, userById } from '../users/user.queries.ts'
import { ConsentChange, type ConsentChangeRow } from './consent.graphql.ts'

@Resolver(() => ConsentChange)
export class ConsentChangeResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who recorded it; null for all other methods.',
  })
  by(@Root() change: ConsentChangeRow, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return loadIf(ctx, userById, change.byUserRowId)
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Name of the API key that recorded it; null if none did.',
  })
  async byApiKey(@Root() change: ConsentChangeRow, @Ctx() ctx: RequestContext): Promise<string | null> {
    return (await loadIf(ctx, apiKeyById, change.byApiKeyRowId))?.name ?? null
  }
}

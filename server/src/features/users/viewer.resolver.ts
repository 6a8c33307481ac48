import { Ctx, Query, Resolver } from 'type-graphql'
import type { Actor, Role } from '../../platform/auth/actor.ts'
import { loadIf } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized, may } from '../../platform/graphql/rights.ts'
import { Viewer } from './user.graphql.ts'
import { apiKeyById, userById } from './user.queries.ts'

@Resolver()
export class ViewerResolver {
  @Authorized('ANY')
  @Query(() => Viewer, {
    description: 'Who asks, and what they may do. For every signed-in user and every API key.',
  })
  async viewer(@Ctx() ctx: RequestContext): Promise<Viewer> {
    const { actor } = ctx
    const [user, apiKey] = await Promise.all([
      loadIf(ctx, userById, actor.kind === 'user' ? actor.userId : null),
      loadIf(ctx, apiKeyById, actor.kind === 'apiKey' ? actor.apiKeyId : null),
    ])
    return {
      user,
      apiKey,
      role: user?.role ?? roleOfKey(actor),
      canUseInbox: may(actor, 'READ'),
      canManageSettings: may(actor, 'MANAGE'),
    }
  }
}

/** The least of the roles that may all that the key may, so that a client which goes by roles offers no more. */
const roleOfKey = (actor: Actor): Role => {
  if (may(actor, 'MANAGE') || may(actor, 'INGEST')) return 'MANAGER'
  return 'SUPPORT'
}

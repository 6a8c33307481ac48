import { Ctx, Query, Resolver } from 'type-graphql'
import { loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { Account } from './account.graphql.ts'
import { accountById } from './account.queries.ts'

@Resolver()
export class AccountResolver {
  @Authorized('SETTINGS_READ')
  @Query(() => Account, { description: 'The business that the caller belongs to.' })
  account(@Ctx() ctx: RequestContext): Promise<Account> {
    return loadKnown(ctx, accountById, ctx.actor.accountId)
  }
}

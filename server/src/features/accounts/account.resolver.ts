import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { loadKnown } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { Account } from './account.graphql.ts'
import { accountById } from './account.queries.ts'
import { AccountInput, AccountPayload } from './account-mutations.graphql.ts'
import { updateAccount } from './actions/update-account.ts'

@Resolver()
export class AccountResolver {
  @Authorized('SETTINGS_READ')
  @Query(() => Account, { description: 'The business that the caller belongs to.' })
  account(@Ctx() ctx: RequestContext): Promise<Account> {
    return loadKnown(ctx, accountById, ctx.actor.accountId)
  }

  @Authorized('MANAGE')
  @Mutation(() => AccountPayload, {
    description:
      'Changes the account (R2): all of what is given, or nothing if any of it is wrong. Subscribers are told by SETTINGS_CHANGED.',
  })
  updateAccount(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => AccountInput, { description: 'What is to change.' }) input: AccountInput,
  ): Promise<AccountPayload> {
    return payload<AccountPayload, void>(
      ctx,
      { account: null },
      () => updateAccount(ctx, input),
      async () => ({ account: await this.account(ctx), userErrors: [] }),
    )
  }
}

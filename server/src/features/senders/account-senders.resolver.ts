import { Ctx, FieldResolver, Resolver } from 'type-graphql'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Account } from '../accounts/account.graphql.ts'
import { Sender } from './sender.graphql.ts'
import { sendersOfAccount } from './sender.queries.ts'

@Resolver(() => Account)
export class AccountSendersResolver {
  @FieldResolver(() => [Sender], {
    description: 'The numbers and names that the account sends from, the oldest first.',
  })
  senders(@Ctx() ctx: RequestContext): Promise<Sender[]> {
    return sendersOfAccount(ctx)
  }
}

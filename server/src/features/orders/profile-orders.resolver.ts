import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import { pageSize } from '../../platform/graphql/connection.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { NeedsWithin } from '../../platform/graphql/rights.ts'
import { Profile, type ProfileRow } from '../profiles/profile.graphql.ts'
import { OrderConnection } from './order.graphql.ts'
import { orderPage } from './order.queries.ts'

@Resolver(() => Profile)
export class ProfileOrdersResolver {
  @NeedsWithin('READ')
  @FieldResolver(() => OrderConnection, { description: 'What the person bought, the newest first (R32).' })
  orders(
    @Root() profile: ProfileRow,
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
  ): OrderConnection {
    const asked = { first: pageSize('first', first, 10), after }
    return new OrderConnection(orderPage(ctx, profile.rowId, asked))
  }
}

import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import { pageSize } from '../../platform/graphql/connection.ts'
import { load } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { Money } from '../orders/money.graphql.ts'
import {
  MessageSource,
  MessageSourceConnection,
  type MessageSourceRow,
  type MessageSourceType,
  MessageSourceTypeEnum,
} from './message-source.graphql.ts'
import { messageSourcePage, revenueOfSource } from './message-source.queries.ts'

@Resolver(() => MessageSource)
export class MessageSourceResolver {
  @Authorized('READ')
  @Query(() => MessageSourceConnection, { description: 'Campaigns and flows, the newest first.' })
  messageSources(
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
    @Arg('type', () => MessageSourceTypeEnum, {
      nullable: true,
      description: 'Only campaigns, or only flows.',
    })
    type: MessageSourceType | null | undefined,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Only those with this in their name, in any case.',
    })
    search: string | null | undefined,
  ): MessageSourceConnection {
    const asked = { first: pageSize('first', first, 50), after, type, search }
    return new MessageSourceConnection(messageSourcePage(ctx, asked))
  }

  @FieldResolver(() => [Money], {
    description:
      'Orders credited to it, within the attribution window after a message or a click, less what was refunded: one sum for each currency, by its code (R34).',
  })
  async revenue(@Root() source: MessageSourceRow, @Ctx() ctx: RequestContext): Promise<Money[]> {
    return (await load(ctx, revenueOfSource, source.rowId))?.revenue ?? []
  }
}

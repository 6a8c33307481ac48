import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { AppError } from '../../platform/errors.ts'
import { type Loader, load } from '../../platform/graphql/loader.ts'
import { Node } from '../../platform/graphql/node.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized, may, type Right } from '../../platform/graphql/rights.ts'
import { type NodeType, parseGlobalId } from '../../platform/ids.ts'
import { accountById } from '../accounts/account.queries.ts'
import { eventById, metricById } from '../activity/event.queries.ts'
import { messageSourceById } from '../campaigns/message-source.queries.ts'
import { couponById } from '../coupons/coupon.queries.ts'
import { conversationById } from '../inbox/conversation.queries.ts'
import { shortLinkById } from '../links/short-link.queries.ts'
import { mediaById } from '../media/media.queries.ts'
import { messageById } from '../messages/message.queries.ts'
import { orderById } from '../orders/order.queries.ts'
import { profileById } from '../profiles/profile.queries.ts'
import { senderById } from '../senders/sender.queries.ts'
import { apiKeyById, userById } from '../users/user.queries.ts'

type Find = (ctx: RequestContext, id: string) => Promise<Node | null>

const by =
  <Row extends Node>(loader: Loader<Row>, right: Right = 'READ'): Find =>
  async (ctx, id) =>
    may(ctx.actor, right) ? load(ctx, loader, id) : null

/** How each type of node is found. A type whose tables are yet to come is missing, and its ids find nothing. */
const finders: Partial<Record<NodeType, Find>> = {
  Account: by(accountById),
  ApiKey: by(apiKeyById, 'KEYS'),
  Conversation: by(conversationById),
  Coupon: by(couponById),
  Event: by(eventById),
  Media: by(mediaById),
  Message: by(messageById),
  MessageSource: by(messageSourceById),
  Metric: by(metricById),
  Order: by(orderById),
  Profile: by(profileById),
  Sender: by(senderById),
  ShortLink: by(shortLinkById),
  User: by(userById),
}

const find: Find = async (ctx, globalId) => {
  const parsed = parseGlobalId(globalId)
  return (parsed && (await finders[parsed.type]?.(ctx, parsed.id))) ?? null
}

const MOST_IDS = 100

@Resolver()
export class NodeResolver {
  @Authorized('READ')
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null if there is none of this id in the account (R3).',
  })
  node(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Node | null> {
    return find(ctx, id)
  }

  @Authorized('READ')
  @Query(() => [Node], {
    nullable: 'items',
    description: 'Several at once, in the order of the ids; null for each that there is none of.',
  })
  nodes(
    @Ctx() ctx: RequestContext,
    @Arg('ids', () => [ID], { description: 'Their ids, at most 100.' }) ids: string[],
  ): Promise<(Node | null)[]> {
    if (ids.length > MOST_IDS) throw new AppError('BAD_USER_INPUT', `ids must be at most ${MOST_IDS}`)
    return Promise.all(ids.map((id) => find(ctx, id)))
  }
}

import type { GraphQLResolveInfo } from 'graphql'
import { Arg, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql'
import { pageSize } from '../../platform/graphql/connection.ts'
import { load, loadIf, loadKnown } from '../../platform/graphql/loader.ts'
import type { PageReader } from '../../platform/graphql/page.ts'
import { holdsUntil, type RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized, NeedsWithin } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { MessageSource } from '../campaigns/message-source.graphql.ts'
import { messageSourceById } from '../campaigns/message-source.queries.ts'
import {
  Conversation,
  ConversationConnection,
  ConversationFilter,
  type ConversationRow,
} from '../conversations/conversation.graphql.ts'
import { ReplyGate, type ReplyGateResult } from '../messages/gate.graphql.ts'
import { replyGateOf } from '../messages/gate.ts'
import { MessageConnection } from '../messages/message.graphql.ts'
import { Sender } from '../senders/sender.graphql.ts'
import { senderById } from '../senders/sender.queries.ts'
import { conversationById, sourcesByProfile } from './conversation.queries.ts'
import { askedOfThread, conversationWithThread, threadAhead, threadOf } from './conversation-with-thread.ts'
import { countOf, countsByAccount, unreadOf } from './inbox-counts.queries.ts'
import { countNarrowed, narrowedPage } from './inbox-narrowed.queries.ts'
import { narrowingOf } from './inbox-narrowing.ts'
import { type Extent, inboxPage, LISTED, PLAIN, plainFilter, WHOLE } from './inbox-page.queries.ts'
import { asksForListed, asksForPlainList } from './listed-conversation.ts'

@Resolver(() => Conversation)
export class ConversationResolver {
  @Authorized('READ')
  @Query(() => ConversationConnection, {
    description:
      'Conversations, the latest activity first. Pages go by keyset: none repeats or skips a conversation that did not move.',
  })
  conversations(
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
    @Arg('filter', () => ConversationFilter, { nullable: true, description: 'Which ones. All, without it.' })
    filter: ConversationFilter | null | undefined,
    @Info() info: GraphQLResolveInfo,
  ): ConversationConnection {
    const plain = plainFilter(filter)
    const asked = { first: pageSize('first', first, 50), after, filter: plain }
    const narrowing = narrowingOf(filter)
    const read = <Row extends { activitySeq: number }>(extent: Extent<Row>): PageReader<Row> =>
      narrowing ? narrowedPage(ctx, extent, asked, narrowing) : inboxPage(ctx, extent, asked)
    const listed = asksForPlainList(info) ? PLAIN : LISTED
    const connection = new ConversationConnection(asksForListed(info) ? read(listed) : read(WHOLE))
    // The words of new texts are found some seconds after the log told of them.
    if (narrowing?.search) holdsUntil(ctx, ctx.now.toISOString())
    if (narrowing) connection.count = () => countNarrowed(ctx, plain, narrowing)
    else
      connection.count = async () =>
        countOf(await loadKnown(ctx, countsByAccount, ctx.actor.accountId), plain)
    return connection
  }

  @Authorized('READ')
  @Query(() => Conversation, {
    nullable: true,
    description: 'One conversation; null if there is none of this id.',
  })
  conversation(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Conversation | null> | null {
    const rowId = fromGlobalId('Conversation', id)
    const ahead = rowId === null ? null : threadAhead(info, ctx.actor.accountId, rowId)
    if (rowId !== null && ahead) return conversationWithThread(ctx, rowId, ahead)
    return loadIf(ctx, conversationById, rowId)
  }

  @Authorized('READ')
  @Query(() => Int, {
    description: 'How many conversations are unread, whatever their status: the same for everyone (R36).',
  })
  async unreadCount(@Ctx() ctx: RequestContext): Promise<number> {
    return unreadOf(await loadKnown(ctx, countsByAccount, ctx.actor.accountId))
  }

  @FieldResolver(() => String, {
    description:
      'Its place in lists by activity, for those who keep a list current by events: the greater string stands further up. Moves with every text, reply and return from a snooze.',
  })
  listPosition(@Root() conversation: ConversationRow): string {
    return String(conversation.activitySeq).padStart(16, '0')
  }

  @FieldResolver(() => Sender, {
    nullable: true,
    description: 'The number that the person last texted, and that replies go out from (R8).',
  })
  sender(@Root() conversation: ConversationRow, @Ctx() ctx: RequestContext): Promise<Sender | null> | null {
    return loadIf(ctx, senderById, conversation.senderRowId)
  }

  @FieldResolver(() => ReplyGate, { description: 'Whether a reply may go out now (R19).' })
  replyGate(@Root() conversation: ConversationRow, @Ctx() ctx: RequestContext): ReplyGateResult {
    const gate = replyGateOf(conversation, ctx.now)
    holdsUntil(ctx, gate.validUntil)
    return gate
  }

  @NeedsWithin('READ')
  @FieldResolver(() => MessageConnection, {
    description:
      'The thread: messages of every kind between the account and the person, the oldest first, the last 50 by default (R10, R12).',
  })
  messages(
    @Root() conversation: ConversationRow,
    @Ctx() ctx: RequestContext,
    @Arg('last', () => Int, { nullable: true, defaultValue: 50, description: 'How many, from 1 to 100.' })
    last: number | null,
    @Arg('before', () => String, { nullable: true, description: 'Cursor of the oldest one already had.' })
    before: string | null | undefined,
  ): MessageConnection {
    return new MessageConnection(threadOf(ctx, conversation, askedOfThread(last, before)))
  }

  @NeedsWithin('READ')
  @FieldResolver(() => [MessageSource], {
    description: "Campaigns and flows that the person's responses are attributed to (R38).",
  })
  async sources(@Root() conversation: ConversationRow, @Ctx() ctx: RequestContext): Promise<MessageSource[]> {
    const found = await load(ctx, sourcesByProfile, conversation.profile.rowId)
    return Promise.all((found?.sourceRowIds ?? []).map((id) => loadKnown(ctx, messageSourceById, id)))
  }
}

import { Arg, Ctx, ID, Int, Resolver, Root, Subscription } from 'type-graphql'
import { AppError } from '../../platform/errors.ts'
import { loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { Conversation } from '../conversations/conversation.graphql.ts'
import { Message } from '../messages/message.graphql.ts'
import { messageById } from '../messages/message.queries.ts'
import { conversationById } from './conversation.queries.ts'
import { InboxChange, type InboxChangePayload } from './inbox-change.graphql.ts'

/** Payloads that the live hub executes the other subscriptions with; row ids. */
export interface MessageReceivedPayload {
  messageId: string
}
export interface ConversationChangedPayload {
  conversationId: string
}
export interface UnreadCountPayload {
  unreadCount: number
}

// The hub reads the log once for all subscribers and executes operations itself, event by event (platform/live).
const byTheHub = {
  subscribe: (): never => {
    throw new AppError('BAD_USER_INPUT', 'Subscriptions go over the WebSocket at /graphql')
  },
}

@Resolver()
export class InboxSubscriptionResolver {
  @Authorized('READ')
  @Subscription(() => InboxChange, {
    ...byTheHub,
    description:
      'Every change to the inbox, in commit order, without gaps. READY says "you are current" and carries the current cursor; then live changes follow. Without `after` it comes first. With `after`, what was missed comes first, then READY; a cursor older than the log is kept for gets RESYNC instead (R40).',
  })
  inboxChanged(
    @Root() change: InboxChangePayload,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last change already had.' })
    _after: string | null | undefined,
  ): InboxChangePayload {
    return change
  }

  @Authorized('READ')
  @Subscription(() => Message, { ...byTheHub, description: 'Each new text of a person (R40).' })
  messageReceived(
    @Root() received: MessageReceivedPayload,
    @Ctx() ctx: RequestContext,
    @Arg('conversationId', () => ID, { nullable: true, description: 'Only in this conversation.' })
    _conversationId: string | null | undefined,
  ): Promise<Message> {
    return loadKnown(ctx, messageById, received.messageId)
  }

  @Authorized('READ')
  @Subscription(() => Conversation, {
    ...byTheHub,
    description: 'A conversation, each time anything in it changes (R40).',
  })
  conversationChanged(
    @Root() changed: ConversationChangedPayload,
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The conversation.' }) _id: string,
  ): Promise<Conversation> {
    return loadKnown(ctx, conversationById, changed.conversationId)
  }

  @Authorized('READ')
  @Subscription(() => Int, {
    ...byTheHub,
    description: 'How many conversations are unread, each time that changes (R36).',
  })
  unreadCountChanged(@Root() changed: UnreadCountPayload): number {
    return changed.unreadCount
  }
}

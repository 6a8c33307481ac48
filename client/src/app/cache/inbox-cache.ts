import type { Cache, CacheExchangeOpts, ResolveInfo } from '@urql/exchange-graphcache'
import { applyChange, type Change } from './apply-change.ts'
import { type Arrivals, createArrivals } from './arrivals.ts'
import { conversationList, type ListArguments } from './conversation-list.ts'
import { guessChanges } from './guess-changes.ts'
import { noteListPage } from './live-entities.ts'
import { thread } from './thread.ts'

const embedded = () => null

type ConversationsResult = { conversations?: { id: string }[]; unreadCount?: number }
type MessageResult = { message?: Change['message']; conversation?: Change['conversation'] }

const applyConversations =
  (field: string) => (result: Record<string, ConversationsResult>, _: unknown, cache: Cache) => {
    const payload = result[field]
    for (const conversation of payload?.conversations ?? []) applyChange(cache, { conversation })
    applyChange(cache, { unreadCount: payload?.unreadCount })
  }

const applySentMessage =
  (field: string) => (result: Record<string, MessageResult>, _: unknown, cache: Cache) => {
    const payload = result[field]
    if (payload?.message) applyChange(cache, { message: payload.message, conversation: payload.conversation })
  }

type Stored = { id: string; status?: string }
type StoredConversation = { messages?: { nodes?: Stored[] }; scheduledMessages?: Stored[] }

/** Notes which messages of a page or list wait for their time, since those move when it comes. */
const noteFetched = (arrivals: Arrivals) => ({
  messages: ({ messages }: StoredConversation) => {
    for (const { id, status } of messages?.nodes ?? []) arrivals.fetched(id, status)
  },
  scheduledMessages: ({ scheduledMessages }: StoredConversation) => {
    for (const { id, status } of scheduledMessages ?? []) arrivals.fetched(id, status)
  },
})

/** The normalised cache of one signed-in visit: how rows are keyed, and the one way in which changes reach them. */
export const inboxCache = (): CacheExchangeOpts => {
  const arrivals = createArrivals()
  return {
    keys: {
      Consent: embedded,
      InboxChange: embedded,
      Location: embedded,
      MessageFailure: embedded,
      PageInfo: embedded,
      ReplyGate: embedded,
      Attribution: embedded,
      Viewer: embedded,
      UserError: embedded,
      ConversationsPayload: embedded,
      SendReplyPayload: embedded,
      MessagePayload: embedded,
    },
    resolvers: {
      Query: { conversations: conversationList },
      Conversation: { messages: thread(arrivals) },
    },
    optimistic: guessChanges,
    updates: {
      Query: {
        conversations: (_result: unknown, _args: ListArguments, cache: Cache, info: ResolveInfo) =>
          noteListPage(cache, info.parentFieldKey),
      },
      Conversation: noteFetched(arrivals),
      Mutation: {
        openConversations: applyConversations('openConversations'),
        closeConversations: applyConversations('closeConversations'),
        markConversationsRead: applyConversations('markConversationsRead'),
        markConversationsUnread: applyConversations('markConversationsUnread'),
        sendReply: applySentMessage('sendReply'),
        retryMessage: applySentMessage('retryMessage'),
      },
      Subscription: {
        inboxChanged: (result: { inboxChanged: Change }, _: unknown, cache: Cache) =>
          applyChange(cache, result.inboxChanged, arrivals),
      },
    },
  }
}

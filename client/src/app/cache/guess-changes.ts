import type { Cache, OptimisticMutationConfig } from '@urql/exchange-graphcache'
import { UnreadCountQuery } from './apply-change.ts'

type Ids = { ids: string[] }
type Guess = {
  status?: 'OPEN' | 'CLOSED'
  snoozedUntil?: null
  isUnread?: boolean
  isBackFromSnooze?: false
}

const isUnread = (cache: Cache, id: string): boolean =>
  cache.resolve(`Conversation:${id}`, 'isUnread') === true

const unreadAfter = (cache: Cache, ids: string[], guess: Guess): number | undefined => {
  const known = cache.readQuery({ query: UnreadCountQuery })?.unreadCount
  if (known === undefined || guess.isUnread === undefined) return known
  const changing = ids.filter((id) => isUnread(cache, id) !== guess.isUnread).length
  return Math.max(0, known + (guess.isUnread ? changing : -changing))
}

const guess =
  (fields: Guess) =>
  ({ ids }: Ids, cache: Cache) => ({
    __typename: 'ConversationsPayload',
    conversations: ids.map((id) => ({ __typename: 'Conversation', id, ...fields })),
    unreadCount: unreadAfter(cache, ids, fields),
    userErrors: [],
  })

/**
 * What actions will do, shown before the server has answered. Closing also marks read (R27), and whatever is marked
 * read has been looked at since its snooze (R26).
 */
export const guessChanges: OptimisticMutationConfig = {
  openConversations: guess({ status: 'OPEN', snoozedUntil: null }),
  closeConversations: guess({
    status: 'CLOSED',
    snoozedUntil: null,
    isUnread: false,
    isBackFromSnooze: false,
  }),
  markConversationsRead: guess({ isUnread: false, isBackFromSnooze: false }),
  markConversationsUnread: guess({ isUnread: true }),
  cancelScheduledMessage: ({ id }: { id: string }) => ({
    __typename: 'MessagePayload',
    message: { __typename: 'Message', id, status: 'CANCELED', heldReason: null },
    userErrors: [],
  }),
}

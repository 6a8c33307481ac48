import type { Cache } from '@urql/exchange-graphcache'
import { graphql } from '../../graphql/generated/gql.ts'
import type { InboxChangeKind } from '../../graphql/generated/graphql.ts'
import type { Arrivals } from './arrivals.ts'
import { addLiveConversation, addLiveMessage, forgetInbox } from './live-entities.ts'

/** The account's unread conversations (R36): rail, title and icon read it. */
export const UnreadCountQuery = graphql(`
  query UnreadCount {
    unreadCount
  }
`)

/** What an optimistic guess, an answer of the server and a push have in common. */
export type Change = {
  kind?: InboxChangeKind
  unreadCount?: number | null
  conversation?: { id: string } | null
  message?: { id: string; status?: string; conversation?: { id: string } | null } | null
  profile?: { conversation?: { id: string } | null } | null
}

const setUnreadCount = (cache: Cache, unreadCount: number): void =>
  cache.updateQuery({ query: UnreadCountQuery }, () => ({ __typename: 'Query', unreadCount }))

/**
 * Applies one change, wherever it comes from: the optimistic guess, the mutation's answer and the live feed all end
 * here. The rows themselves are already stored by then; this ties them into lists, threads and the count. Applying
 * a change twice changes nothing.
 */
export const applyChange = (cache: Cache, change: Change, announced?: Arrivals): void => {
  if (change.kind === 'RESYNC') forgetInbox(cache)
  const conversation = change.conversation ?? change.message?.conversation ?? change.profile?.conversation
  if (conversation) addLiveConversation(cache, conversation.id)
  if (change.message && conversation) {
    const { id, status } = change.message
    const isNew = isNewMessage(change.kind)
    if (isNew) announced?.note(id)
    const goesOut = announced?.goesOut(id, status)
    if (isNew || goesOut) addLiveMessage(cache, conversation.id, id)
  }
  if (typeof change.unreadCount === 'number') setUnreadCount(cache, change.unreadCount)
}

/** MESSAGE_CHANGED is about a message that is in its thread already, maybe on a page that isn't loaded; unless it goes out only now. */
const isNewMessage = (kind: Change['kind']): boolean =>
  kind === undefined || kind === 'MESSAGE_RECEIVED' || kind === 'MESSAGE_CREATED'

import { AppError } from '../errors.ts'
import { fromGlobalId } from '../ids.ts'
import type { LogBatch } from './account-feed.ts'

/** What a subscription's field resolves from: row ids, to be read under the subscriber's own rights. */
export interface InboxChangePayload {
  cursor: string
  kind: string
  unreadCount: number
  conversationId: string | null
  messageId: string | null
  profileId: string | null
}
export type LivePayload =
  | InboxChangePayload
  | { messageId: string }
  | { conversationId: string }
  | { unreadCount: number }

/** Turns what the log gained into the events of one subscription field. May keep state between batches. */
export type LiveEvents = (batch: LogBatch) => LivePayload[]

/** The subscription fields there are, each with what makes its events out of the log. */
export type LiveField = 'inboxChanged' | 'messageReceived' | 'conversationChanged' | 'unreadCountChanged'

export const inboxChanges: LiveEvents = ({ entries, unreadCount }) =>
  entries.map(({ seq, ...entry }) => ({ ...entry, cursor: String(seq), unreadCount }))

/** Starts a field's events; `unreadCount` is the account's by then. */
export type StartEvents = (unreadCount: number) => LiveEvents

/** What a field with these arguments makes events of. BAD_USER_INPUT for an id that is none of a conversation. */
export const liveEvents = (field: LiveField, args: Record<string, unknown>): StartEvents => {
  switch (field) {
    case 'inboxChanged':
      return () => inboxChanges
    case 'messageReceived': {
      const { conversationId } = args
      const id = conversationId == null ? null : conversationArgument(conversationId, 'conversationId')
      return () => messagesReceived(id)
    }
    case 'conversationChanged': {
      const id = conversationArgument(args.id, 'id')
      return () => conversationChanges(id)
    }
    case 'unreadCountChanged':
      return unreadCounts
  }
}

/** The sequence to resume from, as `after` has it; null for none. BAD_USER_INPUT for what is no cursor. */
export const resumeFrom = (after: unknown): number | null => {
  if (after == null) return null
  const cursor = String(after)
  if (!/^\d{1,15}$/.test(cursor))
    throw new AppError('BAD_USER_INPUT', 'after: this is no cursor of inboxChanged')
  return Number(cursor)
}

const messagesReceived =
  (conversationId: string | null): LiveEvents =>
  ({ entries }) =>
    entries.flatMap((entry) =>
      entry.kind === 'MESSAGE_RECEIVED' &&
      entry.messageId &&
      (!conversationId || entry.conversationId === conversationId)
        ? [{ messageId: entry.messageId }]
        : [],
    )

/** Changes of one turn are one event: it carries what is true by then. */
const conversationChanges =
  (conversationId: string): LiveEvents =>
  ({ entries }) =>
    entries.some((entry) => entry.conversationId === conversationId) ? [{ conversationId }] : []

const unreadCounts = (start: number): LiveEvents => {
  let last = start
  return ({ unreadCount }) => {
    if (unreadCount === last) return []
    last = unreadCount
    return [{ unreadCount }]
  }
}

const conversationArgument = (value: unknown, name: string): string => {
  const id = fromGlobalId('Conversation', String(value))
  if (!id) throw new AppError('BAD_USER_INPUT', `${name}: there is no such conversation`)
  return id
}

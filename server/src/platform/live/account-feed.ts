import type { LogEntry } from '../change-log/change.ts'

/** Entries that an account's log gained, as read at once; every subscriber of the process gets the same object. */
export interface LogBatch {
  entries: LogEntry[]
  /** Conversations with something unread, when the entries were read: an absolute number. */
  unreadCount: number
  /** Rows of what changed, read by the very write: the operations' context begins with them. */
  along?: unknown[] | undefined
}

export type FeedListener = (batch: LogBatch) => void

/** One account's log as this process follows it: read once per wake-up, whatever the number of listeners. */
export interface AccountFeed {
  /** The last sequence that listeners were given. */
  cursor: number
  floor: number
  unreadCount: number
  listeners: Set<FeedListener>
}

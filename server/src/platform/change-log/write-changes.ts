import { rowSet } from '../db/row-set.ts'
import type { Change, LogEntry } from './change.ts'

/** The channel on which commits are announced, as `<account id> <sequence> <kinds>`. A hint: the log is the truth. */
export const LOG_CHANNEL = 'parley_log'

const entries = rowSet({
  seq: 'bigint',
  kind: 'text',
  conversation_id: 'uuid',
  message_id: 'uuid',
  profile_id: 'uuid',
})

/**
 * Moves the head, writes the entries behind it and announces the commit, in one statement; gives the account's
 * `unread_count` as it is by then.
 * $1 account, $2 the new head, $3 the entries' kinds, separated by commas, and then the entries.
 */
export const WRITE_CHANGES = {
  name: 'write_changes',
  text: `
  with moved as (
    update account_heads set seq = $2 where account_id = $1
    returning open_unread + snoozed_unread + closed_unread as unread_count
  ),
  entries as (
    insert into change_log (account_id, seq, kind, conversation_id, message_id, profile_id)
    select $1, e.seq, e.kind, e.conversation_id, e.message_id, e.profile_id
    from ${entries.from('e', 4)}
  )
  select pg_notify('${LOG_CHANNEL}', $1::text || ' ' || $2::text || ' ' || $3), unread_count from moved`,
}

/** The parameters of `WRITE_CHANGES` for changes recorded behind `head`. */
export const changeParameters = (accountId: string, head: number, changes: Change[]): unknown[] => [
  accountId,
  head + changes.length,
  [...new Set(changes.map((change) => change.kind))].join(),
  ...entries.values(
    changes.map((change, index) => ({
      seq: head + index + 1,
      kind: change.kind,
      conversation_id: change.conversationId,
      message_id: change.messageId,
      profile_id: change.profileId,
    })),
  ),
]

/** What an account's log gained by a commit of this process. */
export interface Commit {
  accountId: string
  /** The head before it. */
  after: number
  entries: LogEntry[]
  /** Conversations with something unread, after it (R36). */
  unreadCount: number
  /** Rows that were read along with it (`Decision`), if any. */
  along?: unknown[] | undefined
}

/** The commit that wrote these changes behind `head`, by the row that `WRITE_CHANGES` gave. */
export const commitOf = (
  accountId: string,
  head: number,
  changes: Change[],
  written: { unread_count: number } | undefined,
): Commit => ({
  accountId,
  after: head,
  entries: changes.map((change, index) => ({
    seq: head + index + 1,
    kind: change.kind,
    conversationId: change.conversationId ?? null,
    messageId: change.messageId ?? null,
    profileId: change.profileId ?? null,
  })),
  unreadCount: written?.unread_count ?? 0,
})

import type { Database } from '../db/database.ts'
import { readInAccount } from '../db/scoped-query.ts'
import type { LogEntry } from './change.ts'

/** How much of a log is read at a time. */
export const LOG_PAGE = 500

/** A stretch of an account's log, and where the log stood when it was read. */
export interface LogPage {
  entries: LogEntry[]
  /** The last sequence there is. */
  head: number
  /** Entries up to this one are no longer kept. */
  floor: number
  /** Conversations with something unread (R36). */
  unreadCount: number
}

interface Row extends Omit<LogEntry, 'seq'> {
  seq: number | null
  head: number
  floor: number
  unreadCount: number
}

const READ = {
  name: 'read_log',
  text: `
    select l.seq, l.kind, l.conversation_id as "conversationId", l.message_id as "messageId", l.profile_id as "profileId",
      h.seq as head, h.log_floor as floor, h.open_unread + h.snoozed_unread + h.closed_unread as "unreadCount"
    from account_heads h left join lateral (
      select * from change_log where account_id = h.account_id and seq > $2 order by seq limit ${LOG_PAGE}
    ) l on true
    where h.account_id = $1 order by l.seq`,
}

/** Reads what follows `after` in an account's log, at most `LOG_PAGE` entries, in one indexed read. */
export const readLog = async (db: Database, accountId: string, after: number): Promise<LogPage> => {
  const rows = await readInAccount<Row>(db.pool, accountId, READ, [accountId, after])
  const [first] = rows
  if (!first) throw new Error('no such account')
  return {
    entries: rows.filter((row): row is Row & LogEntry => row.seq !== null),
    head: first.head,
    floor: first.floor,
    unreadCount: first.unreadCount,
  }
}

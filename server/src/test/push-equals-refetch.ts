import { expect } from 'vitest'
import type { LogEntry } from '../platform/change-log/change.ts'
import { readLog } from '../platform/change-log/read-log.ts'
import type { Database } from '../platform/db/database.ts'
import { readInAccount } from '../platform/db/scoped-query.ts'

type Rows = Record<string, unknown>

/** All that an agent's screen may show of an account. */
interface Screen {
  conversations: Rows
  messages: Rows
  profiles: Rows
  /** What the gear sets, and what is said of the account. */
  settings: unknown
  unreadCount: number
}

/** Columns that no reader sees: they may move without a word. */
const unseen = {
  conversations: [] as string[],
  profiles: ['opted_out_by_customer', 'opted_out_at', 'help_since', 'help_answers'],
  messages: [
    ...['idempotency_key', 'request_hash', 'carrier_message_id', 'carrier_sequence', 'override_warnings'],
    ...['composition', 'paced_at'],
    ...['send_attempts', 'send_started_at', 'next_attempt_at', 'failure_detail'],
  ],
}
type Table = keyof typeof unseen

/** Rows that no reader sees at all (B8). */
const hidden: Partial<Record<Table, string>> = { messages: 'and not is_hidden' }

const read = async (db: Database, accountId: string, table: Table, ids: string[] | null): Promise<Rows> => {
  const rows = await readInAccount<{ id: string; row: unknown }>(
    db.pool,
    accountId,
    {
      name: `screen_${table}`,
      text: `select id, to_jsonb(t) - $1::text[] as row from ${table} t where ($2::uuid[] is null or id = any ($2)) ${hidden[table] ?? ''}`,
    },
    [unseen[table], ids],
  )
  return Object.fromEntries(rows.map(({ id, row }) => [id, row]))
}

const SETTINGS = {
  name: 'screen_settings',
  text: `
    select to_jsonb(s) as settings, to_jsonb(a) as account from inbox_settings s join accounts a on a.id = s.account_id
    where s.account_id = $1`,
}

const readSettings = async (db: Database, accountId: string): Promise<unknown> =>
  (await readInAccount(db.pool, accountId, SETTINGS, [accountId]))[0]

const fetchAll = async (db: Database, accountId: string): Promise<Screen & { head: number }> => {
  const { head, unreadCount } = await readLog(db, accountId, Number.MAX_SAFE_INTEGER)
  return {
    conversations: await read(db, accountId, 'conversations', null),
    messages: await read(db, accountId, 'messages', null),
    profiles: await read(db, accountId, 'profiles', null),
    settings: await readSettings(db, accountId),
    unreadCount,
    head,
  }
}

const entriesAfter = async (db: Database, accountId: string, after: number): Promise<LogEntry[]> => {
  const { entries } = await readLog(db, accountId, after)
  const last = entries.at(-1)
  return last ? [...entries, ...(await entriesAfter(db, accountId, last.seq))] : []
}

/** What a client that follows the log has after an entry: it reads again, by id, what the entry names. */
const follow = async (db: Database, accountId: string, screen: Screen, entry: LogEntry): Promise<Screen> => {
  const again = async (table: Table, id: string | null): Promise<Rows> => ({
    ...screen[table],
    ...(id && (await read(db, accountId, table, [id]))),
  })
  return {
    conversations: await again('conversations', entry.conversationId),
    messages: await again('messages', entry.messageId),
    profiles: await again('profiles', entry.profileId),
    settings: entry.kind === 'SETTINGS_CHANGED' ? await readSettings(db, accountId) : screen.settings,
    unreadCount: (await readLog(db, accountId, entry.seq)).unreadCount,
  }
}

/**
 * Proves of an action that what was on a screen before, and what the log pushes of it, make what a fresh fetch
 * shows (architecture, rule 11), and that the log is dense. Gives the action's result and the entries it pushed.
 */
export const pushEqualsRefetch = async <Result>(
  db: Database,
  accountId: string,
  action: () => Promise<Result>,
): Promise<{ result: Result; entries: LogEntry[] }> => {
  const { head, ...before } = await fetchAll(db, accountId)
  const result = await action()
  const entries = await entriesAfter(db, accountId, head)
  let screen: Screen = before
  for (const entry of entries) screen = await follow(db, accountId, screen, entry)
  const { head: newHead, ...fresh } = await fetchAll(db, accountId)
  expect(screen, 'state before + changes = a fresh fetch').toEqual(fresh)
  expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => head + index + 1))
  expect(newHead).toBe(head + entries.length)
  return { result, entries }
}

import type pg from 'pg'
import type { LogEntry } from '../change-log/change.ts'
import { LOG_PAGE } from '../change-log/read-log.ts'
import type { Database } from '../db/database.ts'
import { rowTypes } from '../db/row-types.ts'

const ENTER = `begin; set local role parley_system`

const MAKE = 'insert into job_dispatch (account_id) values ($1) on conflict do nothing'

const CURSOR = {
  name: 'dispatch_cursor',
  text: `
  select d.seq as cursor, h.seq as head from job_dispatch d join account_heads h on h.account_id = d.account_id
  where d.account_id = $1 for update of d skip locked`,
}

const ENTRIES = {
  name: 'dispatch_entries',
  text: `
  select seq, kind, conversation_id as "conversationId", message_id as "messageId", profile_id as "profileId"
  from change_log where account_id = $1 and seq > $2 order by seq limit ${LOG_PAGE}`,
}

const ADVANCE = { name: 'dispatch_advance', text: 'update job_dispatch set seq = $2 where account_id = $1' }

/**
 * Hands what an account's log has gained since the last time to `enqueue`, which makes jobs of it, and remembers how
 * far it came: jobs come from what committed, at least once. Another process that is at it is left to it. Gives
 * whether there may be more.
 */
export const dispatchJobs = async (
  db: Database,
  accountId: string,
  enqueue: (accountId: string, entries: LogEntry[]) => Promise<void>,
): Promise<boolean> => {
  const client = await db.pool.connect()
  try {
    const more = await dispatchPage(client, accountId, enqueue)
    await client.query('commit')
    client.release()
    return more
  } catch (error) {
    client.release(true)
    throw error
  }
}

const dispatchPage = async (
  client: pg.PoolClient,
  accountId: string,
  enqueue: (accountId: string, entries: LogEntry[]) => Promise<void>,
): Promise<boolean> => {
  const [, cursor] = await Promise.all([client.query(ENTER), readCursor(client, accountId)])
  const at = cursor ?? (await makeCursor(client, accountId))
  if (!at || at.head <= at.cursor) return false
  const { rows } = await client.query<LogEntry>({
    ...ENTRIES,
    values: [accountId, at.cursor],
    types: rowTypes,
  })
  if (rows.length > 0) await enqueue(accountId, rows)
  const isFull = rows.length === LOG_PAGE
  await client.query({ ...ADVANCE, values: [accountId, isFull ? rows.at(-1)?.seq : at.head] })
  return isFull
}

interface DispatchCursor {
  cursor: number
  head: number
}

/** Null if there is none yet, or another process holds it. */
const readCursor = async (client: pg.PoolClient, accountId: string): Promise<DispatchCursor | null> => {
  const { rows } = await client.query<DispatchCursor>({ ...CURSOR, values: [accountId], types: rowTypes })
  return rows[0] ?? null
}

const makeCursor = async (client: pg.PoolClient, accountId: string): Promise<DispatchCursor | null> => {
  const { rowCount } = await client.query(MAKE, [accountId])
  return rowCount === 1 ? readCursor(client, accountId) : null
}

/** Accounts whose log has entries that no job was made of yet: a lost hint, or a process that died. */
export const ACCOUNTS_BEHIND = `
  select h.account_id as "accountId" from account_heads h left join job_dispatch d on d.account_id = h.account_id
  where h.seq > coalesce(d.seq, 0)`

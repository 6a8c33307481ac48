import type pg from 'pg'

const COUNTERS = `
  select open_read, open_unread, snoozed_read, snoozed_unread, closed_read, closed_unread
  from account_heads where account_id = $1`

const one = (status: string, unread: boolean): string =>
  `count(*) filter (where status = '${status}' and is_unread = ${unread})::int`

const RECOUNT = `
  select ${one('OPEN', false)} as open_read, ${one('OPEN', true)} as open_unread,
    ${one('SNOOZED', false)} as snoozed_read, ${one('SNOOZED', true)} as snoozed_unread,
    ${one('CLOSED', false)} as closed_read, ${one('CLOSED', true)} as closed_unread
  from conversations where account_id = $1`

/** An account's counters as they are kept, and as a recount finds them. */
export const countTwice = async (pool: pg.Pool, accountId: string) => {
  const [kept, counted] = await Promise.all([
    pool.query<Record<string, number>>(COUNTERS, [accountId]),
    pool.query<Record<string, number>>(RECOUNT, [accountId]),
  ])
  return { kept: kept.rows[0], counted: counted.rows[0] }
}

export interface Entry {
  seq: number
  kind: string
  messageId: string | null
}

/** An account's whole log, and the head that it should end at. */
export const readBooks = async (
  pool: pg.Pool,
  accountId: string,
): Promise<{ head: number; entries: Entry[] }> => {
  const { rows: heads } = await pool.query<{ head: number }>(
    'select seq::int as head from account_heads where account_id = $1',
    [accountId],
  )
  const { rows } = await pool.query<Entry>(
    'select seq::int as seq, kind, message_id as "messageId" from change_log where account_id = $1 order by seq',
    [accountId],
  )
  return { head: heads[0]?.head ?? 0, entries: rows }
}

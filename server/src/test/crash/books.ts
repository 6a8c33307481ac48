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
  // In one statement, and so as of one moment: the worker may still be writing.
  const { rows } = await pool.query<Record<'kept' | 'counted', Record<string, number>>>(
    `select row_to_json(kept) as kept, row_to_json(counted) as counted from (${COUNTERS}) kept, (${RECOUNT}) counted`,
    [accountId],
  )
  return { kept: rows[0]?.kept, counted: rows[0]?.counted }
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
  const { rows } = await pool.query<Entry & { head: number }>(
    `select h.seq::int as head, l.seq::int as seq, l.kind, l.message_id as "messageId"
     from account_heads h left join change_log l on l.account_id = h.account_id where h.account_id = $1 order by l.seq`,
    [accountId],
  )
  const entries = rows.filter(({ seq }) => seq !== null)
  return { head: rows[0]?.head ?? 0, entries: entries.map(({ head: _, ...entry }) => entry) }
}

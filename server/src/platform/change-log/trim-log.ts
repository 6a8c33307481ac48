import { querySystem } from '../db/as-system.ts'
import type { Database } from '../db/database.ts'

/** How long the log is kept; a reader with an older cursor is told to start afresh (R40). */
const KEPT = '7 days'
const BATCH = 10_000

// Account by account from the start of its log, whose order is that of time; most have nothing old, which one row tells.
export const TRIM = `
  with old as (
    select h.account_id, l.seq from account_heads h
    cross join lateral (
      select at from change_log where account_id = h.account_id order by seq limit 1
    ) oldest
    cross join lateral (
      select seq, at from change_log where account_id = h.account_id order by seq limit ${BATCH / 10}
    ) l
    where oldest.at < now() - interval '${KEPT}' and l.at < now() - interval '${KEPT}'
    limit ${BATCH}
  ), gone as (
    delete from change_log l using old where l.account_id = old.account_id and l.seq = old.seq returning l.account_id, l.seq
  ), floors as (
    update account_heads h set log_floor = greatest(h.log_floor, g.seq)
    from (select account_id, max(seq) as seq from gone group by account_id) g where h.account_id = g.account_id
  )
  select count(*) as n from gone`

/** Forgets entries of logs past their age, in small transactions. */
export const trimLogs = async (db: Database): Promise<void> => {
  for (;;) {
    const [row] = await querySystem<{ n: number }>(db, TRIM, [])
    if ((row?.n ?? 0) === 0) return
  }
}

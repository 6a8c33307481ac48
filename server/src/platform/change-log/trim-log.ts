import { querySystem } from '../db/as-system.ts'
import type { Database } from '../db/database.ts'

/** How long the log is kept; a reader with an older cursor is told to start afresh (R40). */
const KEPT = '7 days'
const BATCH = 10_000

const TRIM = `
  with old as (
    select account_id, seq from change_log where at < now() - interval '${KEPT}' limit ${BATCH}
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
    if ((row?.n ?? 0) < BATCH) return
  }
}

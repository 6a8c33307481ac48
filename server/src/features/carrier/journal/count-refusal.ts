import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'

const COUNT = `
  insert into refused_webhooks (day, route, reason, count, last_at, last_note) values (current_date, $1, $2, 1, now(), $3)
  on conflict (day, route, reason) do update set count = refused_webhooks.count + 1, last_at = now(), last_note = excluded.last_note`

/** Counts a call that was refused, with a note that holds neither text nor number. Nothing else of it is kept. */
export const countRefusal = async (
  db: Database,
  route: string,
  reason: 'SIGNATURE' | 'MALFORMED',
  note: string,
): Promise<void> => {
  await querySystem(db, COUNT, [route, reason, note.slice(0, 200)])
}

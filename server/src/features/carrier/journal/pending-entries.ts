import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { JournalEntry } from './journal-statements.ts'

const PENDING = `
  select id, kind, carrier_message_id as "carrierMessageId", message_id as "messageId", raw, path, received_at::text as "receivedAt"
  from carrier_journal where outcome = 'PENDING' and kind = $1 and received_at < $2 order by received_at, id limit 500`

/** Journaled calls that nobody settled before `before`: left by a crash, or by a database that went away. */
export const pendingEntries = async (
  db: Database,
  kind: JournalEntry['kind'],
  before: Date,
): Promise<JournalEntry[]> => {
  const rows = await querySystem<Omit<JournalEntry, 'receivedAt'> & { receivedAt: string }>(db, PENDING, [
    kind,
    before,
  ])
  return rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt) }))
}

import type { Logger } from 'pino'
import type { Database } from '../../../platform/db/database.ts'
import { settleInbound } from '../inbound/settle-inbound.ts'
import { settleStatuses } from '../status/take-status.ts'
import { pendingEntries } from './pending-entries.ts'

/**
 * Settles what a crash, or a database that went away, left pending in the journal (R43): all that came before
 * `before`, texts ahead of callbacks, in the order of arrival. Gives the number of entries looked at.
 */
export const drainJournal = async (db: Database, log: Logger, before: Date): Promise<number> => {
  const texts = await pendingEntries(db, 'INBOUND', before)
  await settleInbound(db, log, texts)
  const callbacks = await pendingEntries(db, 'STATUS', before)
  await settleStatuses(db, log, callbacks)
  return texts.length + callbacks.length
}

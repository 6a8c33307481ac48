import type { Logger } from 'pino'
import { createBatcher } from '../../../platform/batcher.ts'
import { querySystem, runAsSystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { settleDeliveries } from '../../messages/actions/settle-deliveries.ts'
import {
  assignEntry,
  insertEntries,
  type JournalEntry,
  type JournalOutcome,
  settleEntry,
} from '../journal/journal-statements.ts'
import { isPassing } from '../journal/passing-error.ts'
import { routedReport, type StatusCall, statusCallOf } from './status-call.ts'

/** Takes status callbacks: resolves once the call is durable, and as a rule with what it changes. */
export interface StatusTaker {
  take(call: StatusCall): Promise<JournalOutcome>
  /** Resolves when no call is waiting or under way. */
  idle(): Promise<void>
}

const MAX_BATCH = 100

/** As for inbound texts: one transaction with the journal, else the journal alone and one by one. */
export const createStatusTaker = (db: Database, log: Logger): StatusTaker => {
  const batcher = createBatcher<StatusCall, JournalOutcome>(
    (accountId, calls) => takeBatch(db, log, accountId, calls),
    MAX_BATCH,
  )
  return {
    idle: () => batcher.idle(),
    take: async (call) => {
      const accountId = await accountOf(db, call)
      if (accountId) return batcher.submit(accountId, call)
      await runAsSystem(db, insertEntries(null, [call.entry], ['UNROUTED']))
      return 'UNROUTED'
    },
  }
}

/** The path names the account; a bare callback is found by the carrier's id. */
const accountOf = async (db: Database, call: StatusCall): Promise<string | null> => {
  const [account] = call.target
    ? await querySystem<{ id: string }>(db, 'select id from accounts where id = $1', [call.target.accountId])
    : await querySystem<{ id: string }>(
        db,
        'select account_id as id from messages where carrier_message_id = $1',
        [call.report.carrierMessageId],
      )
  return account?.id ?? null
}

const takeBatch = async (
  db: Database,
  log: Logger,
  accountId: string,
  calls: StatusCall[],
): Promise<JournalOutcome[]> => {
  const entries = calls.map((call) => call.entry)
  try {
    return await settleDeliveries(db, accountId, calls.map(routedReport), (outcomes) => [
      insertEntries(accountId, entries, outcomes),
    ])
  } catch (error) {
    log.error(
      { err: error, accountId, calls: calls.length },
      'a batch of status callbacks failed; journaling it alone',
    )
    await runAsSystem(
      db,
      insertEntries(
        accountId,
        entries,
        entries.map(() => 'PENDING'),
      ),
    )
    return settleStatuses(db, log, entries)
  }
}

/** Settles journaled callbacks one by one; one that fails by itself is set aside with its error. */
export const settleStatuses = async (
  db: Database,
  log: Logger,
  entries: JournalEntry[],
): Promise<JournalOutcome[]> => {
  const outcomes: JournalOutcome[] = []
  for (const entry of entries) outcomes.push(await settleOne(db, log, entry))
  return outcomes
}

const settleOne = async (db: Database, log: Logger, entry: JournalEntry): Promise<JournalOutcome> => {
  try {
    const call = statusCallOf(entry)
    const accountId = await accountOf(db, call)
    if (!accountId) {
      await runAsSystem(db, settleEntry(entry.id, 'UNROUTED', null))
      return 'UNROUTED'
    }
    await runAsSystem(db, assignEntry(entry.id, accountId))
    const [outcome] = await settleDeliveries(db, accountId, [routedReport(call)], ([outcome]) => [
      settleEntry(entry.id, outcome ?? 'DONE', null),
    ])
    return outcome ?? 'DONE'
  } catch (error) {
    log.error({ err: error, journalId: entry.id }, 'a journaled status callback failed')
    if (isPassing(error)) return 'PENDING'
    await runAsSystem(db, settleEntry(entry.id, 'SET_ASIDE', (error as Error).message))
    return 'SET_ASIDE'
  }
}

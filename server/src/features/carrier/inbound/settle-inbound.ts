import type { Logger } from 'pino'
import { runAsSystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import { createNumberRouter } from '../../senders/route-number.ts'
import {
  assignEntry,
  type JournalEntry,
  type JournalOutcome,
  settleEntry,
} from '../journal/journal-statements.ts'
import { isPassing } from '../journal/passing-error.ts'
import { type InboundCall, inboundCallOf, incomingText } from './inbound-call.ts'

/**
 * Settles journaled texts one by one, in the order of their arrival. One that fails by itself is set aside with its
 * error, and the others go on; one that the database had trouble with stays pending for the next sweep, and so do the
 * same person's behind it, to keep their order.
 */
export const settleInbound = async (
  db: Database,
  log: Logger,
  entries: JournalEntry[],
): Promise<JournalOutcome[]> => {
  const outcomes: JournalOutcome[] = []
  const waiting = new Set<string>()
  for (const entry of entries) outcomes.push(await settleOne(db, log, entry, waiting))
  return outcomes
}

const settleOne = async (
  db: Database,
  log: Logger,
  entry: JournalEntry,
  waiting: Set<string>,
): Promise<JournalOutcome> => {
  let from = ''
  try {
    const call = inboundCallOf(entry)
    from = call.text.from
    return waiting.has(from) ? 'PENDING' : await takeAgain(db, call)
  } catch (error) {
    if (isPassing(error)) {
      waiting.add(from)
      log.error({ err: error, journalId: entry.id }, 'a journaled text stays pending')
      return 'PENDING'
    }
    log.error({ err: error, journalId: entry.id }, 'a journaled text failed by itself and is set aside')
    await runAsSystem(db, settleEntry(entry.id, 'SET_ASIDE', (error as Error).message))
    return 'SET_ASIDE'
  }
}

const takeAgain = async (db: Database, call: InboundCall): Promise<JournalOutcome> => {
  const { entry } = call
  const route = await createNumberRouter(db)(call.text.to)
  if (!route) {
    await runAsSystem(db, settleEntry(entry.id, 'UNROUTED', null))
    return 'UNROUTED'
  }
  await runAsSystem(db, assignEntry(entry.id, route.accountId))
  const [outcome] = await receiveTexts(db, route.accountId, [incomingText(call, route)], ([outcome]) => [
    settleEntry(entry.id, outcome ?? 'DONE', null),
  ])
  return outcome ?? 'DONE'
}

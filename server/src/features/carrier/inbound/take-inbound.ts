import type { Logger } from 'pino'
import { type Batcher, createBatcher, HeldUp, type Turn, takeAfter } from '../../../platform/batcher.ts'
import { runAsSystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import { createNumberRouter, type Route } from '../../senders/route-number.ts'
import { insertEntries, type JournalEntry, type JournalOutcome } from '../journal/journal-statements.ts'
import { type InboundCall, incomingText } from './inbound-call.ts'
import { settleInbound } from './settle-inbound.ts'

/** Takes inbound webhooks: resolves once the call is durable, and as a rule with all that it changes. */
export type InboundTaker = {
  take(call: InboundCall): Promise<JournalOutcome>
  /** Resolves when no call is waiting or under way. */
  idle(): Promise<void>
}

interface Routed {
  call: InboundCall
  route: Route
}

const MAX_BATCH = 100

/**
 * Journal and effects of a batch share one transaction. If the effects fail, the journal rows alone are committed
 * (so that the carrier can be answered) and settled one by one, which sets aside the entry that fails by itself. If
 * even the journal can't be written, the call fails, is answered 503, and Plivo sends it again.
 */
export const createInboundTaker = (db: Database, log: Logger): InboundTaker => {
  const route = createNumberRouter(db)
  const batcher: Batcher<Routed, JournalOutcome> = createBatcher(
    (accountId, batch, turn) => takeBatch(db, log, accountId, batch, turn),
    MAX_BATCH,
  )
  return {
    idle: () => batcher.idle(),
    take: async (call) => {
      const found = await route(call.text.to)
      if (found) return batcher.submit(found.accountId, { call, route: found })
      await runAsSystem(db, insertEntries(null, [call.entry], ['UNROUTED']))
      log.warn(
        { journalId: call.entry.id },
        'a text came to a number that no account has; kept in the journal',
      )
      return 'UNROUTED'
    },
  }
}

const takeBatch = async (
  db: Database,
  log: Logger,
  accountId: string,
  batch: Routed[],
  turn: Turn,
): Promise<JournalOutcome[]> => {
  const entries = batch.map(({ call }) => call.entry)
  const texts = batch.map(({ call, route }) => incomingText(call, route))
  try {
    return await receiveTexts(
      db,
      accountId,
      texts,
      (outcomes) => [insertEntries(accountId, entries, outcomes)],
      turn,
    )
  } catch (error) {
    turn.stumble()
    if (error instanceof HeldUp) return takeAfter(turn, () => takeBatch(db, log, accountId, batch, turn))
    log.error(
      { err: error, accountId, calls: entries.length },
      'a batch of texts failed; journaling it alone',
    )
    await journalAlone(db, accountId, entries)
    return settleInbound(
      db,
      log,
      entries.map((entry) => ({ ...entry, accountId })),
    )
  }
}

const journalAlone = (db: Database, accountId: string, entries: JournalEntry[]): Promise<void> =>
  runAsSystem(
    db,
    insertEntries(
      accountId,
      entries,
      entries.map(() => 'PENDING'),
    ),
  )

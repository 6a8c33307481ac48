import type { Logger } from 'pino'
import { runAsSystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { isOvertaken } from '../../../platform/db/write-at-head.ts'
import type { LiveFeeds } from '../../../platform/live/live-feeds.ts'
import { createReadAhead } from '../../../platform/read-ahead.ts'
import type { WakeUps } from '../../../platform/wake-ups/listen.ts'
import { readOfChanged } from '../../inbox/changed-conversations.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import { takeTexts } from '../../messages/intake/decide-intake.ts'
import type { IncomingText } from '../../messages/intake/incoming-text.ts'
import { findIntake, isTaken, writeIntake } from '../../messages/intake/intake-ahead.ts'
import type { IntakeState } from '../../messages/intake/intake-state.ts'
import { type Intake, openIntake } from '../../messages/intake/intake-writes.ts'
import { createKeptPeople } from '../../messages/intake/kept-people.ts'
import { createNumberRouter, type Route } from '../../senders/route-number.ts'
import { insertEntries, type JournalEntry, type JournalOutcome } from '../journal/journal-statements.ts'
import { type InboundCall, incomingText } from './inbound-call.ts'
import { settleInbound } from './settle-inbound.ts'

/** Takes inbound webhooks: resolves once the call is durable, and as a rule with all that it changes. */
export type InboundTaker = {
  take(call: InboundCall): Promise<JournalOutcome>
  /** Resolves when no call is waiting or under way; none is to come any more. */
  close(): Promise<void>
}

/** What a batch is going to write. */
interface Draft {
  entries: JournalEntry[]
  intake: Intake
}

interface Routed {
  call: InboundCall
  route: Route
}

/** With all texts that wait in one batch, the database and we would take turns in waiting for each other. */
const MAX_BATCH = 30

/**
 * Journal and effects of a batch share one transaction. If the effects fail, the journal rows alone are committed
 * (so that the carrier can be answered) and settled one by one, which sets aside the entry that fails by itself. If
 * even the journal can't be written, the call fails, is answered 503, and Plivo sends it again.
 */
export const createInboundTaker = (
  db: Database,
  log: Logger,
  wakeUps: Pick<WakeUps, 'subscribe'>,
  live: Pick<LiveFeeds, 'isHeard'>,
): InboundTaker => {
  const kept = createKeptPeople(wakeUps)
  const route = createNumberRouter(db)
  const ahead = createReadAhead<Routed, IntakeState, Draft, JournalOutcome>(
    {
      find: (accountId, batch, behind) => findIntake(db, kept, accountId, textsOf(batch), intakesOf(behind)),
      open: ({ account }, before) => ({
        entries: [],
        intake: openIntake(account, before?.intake),
      }),
      take: ({ entries, intake }, batch, state, behind) => {
        entries.push(...entriesOf(batch))
        takeTexts(intake, state, textsOf(batch), intakesOf(behind))
      },
      write: (accountId, { entries, intake }) =>
        writeIntake(db, kept, accountId, intake, {
          statements: [insertEntries(accountId, entries, intake.outcomes)],
          along: live.isHeard(accountId) ? readOfChanged(accountId, intake.changes) : undefined,
        }),
      recover: (accountId, batch, error) =>
        isOvertaken(error) || isTaken(error)
          ? takeUnderLock(db, log, accountId, batch)
          : takeOneByOne(db, log, accountId, batch, error),
    },
    MAX_BATCH,
  )
  return {
    close: async () => {
      await ahead.idle()
      kept.close()
    },
    take: async (call) => {
      const found = await route(call.text.to)
      if (found) return ahead.submit(found.accountId, { call, route: found })
      await runAsSystem(db, insertEntries(null, [call.entry], ['UNROUTED']))
      log.warn(
        { journalId: call.entry.id },
        'a text came to a number that no account has; kept in the journal',
      )
      return 'UNROUTED'
    },
  }
}

const textsOf = (batch: Routed[]): IncomingText[] => batch.map(({ call, route }) => incomingText(call, route))

const intakesOf = (drafts: Draft[]): Intake[] => drafts.map(({ intake }) => intake)

const entriesOf = (batch: Routed[]): JournalEntry[] => batch.map(({ call }) => call.entry)

/** Something else was recorded in between, or is a message already: the texts are decided on again where nothing can be. */
const takeUnderLock = async (
  db: Database,
  log: Logger,
  accountId: string,
  batch: Routed[],
): Promise<JournalOutcome[]> => {
  const entries = entriesOf(batch)
  try {
    return await receiveTexts(db, accountId, textsOf(batch), (outcomes) => [
      insertEntries(accountId, entries, outcomes),
    ])
  } catch (error) {
    return takeOneByOne(db, log, accountId, batch, error)
  }
}

const takeOneByOne = async (
  db: Database,
  log: Logger,
  accountId: string,
  batch: Routed[],
  error: unknown,
): Promise<JournalOutcome[]> => {
  const entries = entriesOf(batch)
  log.error({ err: error, accountId, calls: entries.length }, 'a batch of texts failed; journaling it alone')
  await journalAlone(db, accountId, entries)
  return settleInbound(
    db,
    log,
    entries.map((entry) => ({ ...entry, accountId })),
  )
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

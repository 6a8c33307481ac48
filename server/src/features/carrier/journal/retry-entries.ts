import type { Logger } from 'pino'
import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { settleInbound } from '../inbound/settle-inbound.ts'
import { settleStatuses } from '../status/take-status.ts'
import type { JournalEntry, JournalOutcome } from './journal-statements.ts'

/** Which entries to replay: one, or all that were set aside, or all that no account took. */
export type RetrySelection = { id: string } | { outcome: 'SET_ASIDE' | 'UNROUTED' }

/** What became of an entry that was replayed. */
export interface Retried {
  id: string
  outcome: JournalOutcome
}

const NEXT = `
  select id, kind, carrier_message_id as "carrierMessageId", message_id as "messageId", raw, path, received_at::text as "receivedAt"
  from carrier_journal
  where kind = $1 and ($2::uuid is null or id = $2) and ($3::text is null or outcome = $3)
    and ($4::uuid is null or (received_at, id) > (select received_at, id from carrier_journal where id = $4))
  order by received_at, id limit 200`

/**
 * Replays journaled calls (R43), texts ahead of callbacks, each kind in the order of its arrival, by the very functions
 * that take them live; so a replay of what was done already changes nothing. Gives the outcomes page by page.
 */
export async function* retryEntries(
  db: Database,
  log: Logger,
  selection: RetrySelection,
): AsyncGenerator<Retried[]> {
  for (const [kind, settle] of [
    ['INBOUND', settleInbound],
    ['STATUS', settleStatuses],
  ] as const) {
    for (let page = await nextPage(db, kind, selection, null); page.length > 0; ) {
      const outcomes = await settle(db, log, page)
      yield page.flatMap(({ id }, index) => {
        const outcome = outcomes[index]
        return outcome ? [{ id, outcome }] : []
      })
      page = await nextPage(db, kind, selection, page.at(-1)?.id ?? null)
    }
  }
}

const nextPage = async (
  db: Database,
  kind: JournalEntry['kind'],
  selection: RetrySelection,
  after: string | null,
): Promise<JournalEntry[]> => {
  const rows = await querySystem<Omit<JournalEntry, 'receivedAt'> & { receivedAt: string }>(db, NEXT, [
    kind,
    'id' in selection ? selection.id : null,
    'outcome' in selection ? selection.outcome : null,
    after,
  ])
  return rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt) }))
}

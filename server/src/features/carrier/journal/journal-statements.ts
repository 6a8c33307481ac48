import type { Statement } from '../../../platform/db/batch-transaction.ts'
import { rowSet } from '../../../platform/db/row-set.ts'

/** What became of a journaled call. `SET_ASIDE`: it failed by itself and waits for an operator; `UNROUTED`: no such number. */
export type JournalOutcome = 'PENDING' | 'DONE' | 'DUPLICATE' | 'UNROUTED' | 'SET_ASIDE'

/** A carrier's call as the journal keeps it (R43): raw, so that it can be replayed. */
export interface JournalEntry {
  id: string
  kind: 'INBOUND' | 'STATUS'
  carrierMessageId: string
  /** Our message, where the callback's path names it. */
  messageId: string | null
  /** The form or query string exactly as it came. */
  raw: string
  /** The path that was called, without the query. */
  path: string
  receivedAt: Date
}

const entryRows = rowSet({
  id: 'uuid',
  kind: 'text',
  carrier_message_id: 'text',
  message_id: 'uuid',
  raw: 'text',
  path: 'text',
  received_at: 'timestamptz',
  outcome: 'text',
})

const INSERT = `
  insert into carrier_journal (id, account_id, kind, carrier_message_id, message_id, raw, path, received_at, outcome, settled_at, attempts)
  select id, $1, kind, carrier_message_id, message_id, raw, path, received_at, outcome,
    case when outcome <> 'PENDING' then now() end, case when outcome <> 'PENDING' then 1 else 0 end
  from ${entryRows.from('j', 2)}`

/** Writes new entries with what became of them. `accountId` is null for what no account takes. */
export const insertEntries = (
  accountId: string | null,
  entries: JournalEntry[],
  outcomes: JournalOutcome[],
): Statement => ({
  name: 'journal_insert',
  text: INSERT,
  values: [
    accountId,
    ...entryRows.values(
      entries.map((entry, index) => ({
        id: entry.id,
        kind: entry.kind,
        carrier_message_id: entry.carrierMessageId,
        message_id: entry.messageId,
        raw: entry.raw,
        path: entry.path,
        received_at: entry.receivedAt,
        outcome: outcomes[index],
      })),
    ),
  ],
})

/** Says what became of an entry that the journal has already; a settled one stays as it is. */
export const settleEntry = (id: string, outcome: JournalOutcome, error: string | null): Statement => ({
  name: 'journal_settle',
  text: `
    update carrier_journal set outcome = $2, error = $3, attempts = attempts + 1, settled_at = now()
    where id = $1 and outcome in ('PENDING', 'SET_ASIDE', 'UNROUTED')`,
  values: [id, outcome, error],
})

/** Gives an entry that no account took to the account that has its number by now. */
export const assignEntry = (id: string, accountId: string): Statement => ({
  name: 'journal_assign',
  text: 'update carrier_journal set account_id = $2 where id = $1 and account_id is null',
  values: [id, accountId],
})

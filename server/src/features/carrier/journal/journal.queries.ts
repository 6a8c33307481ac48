import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { JournalEntry, JournalOutcome } from './journal-statements.ts'

/** An entry as an operator sees it in a list: nothing in it tells what was written, or by whom. */
export interface JournalLine {
  id: string
  accountName: string | null
  kind: JournalEntry['kind']
  receivedAt: string
  outcome: JournalOutcome
  attempts: number
  error: string | null
}

/** An entry with all of it, the raw call included. */
export interface JournalDetail extends JournalLine {
  carrierMessageId: string
  messageId: string | null
  path: string
  raw: string
  settledAt: string | null
}

export interface JournalFilter {
  outcome?: JournalOutcome
  accountId?: string
}

const LINE = `
  j.id, a.name as "accountName", j.kind, j.received_at as "receivedAt", j.outcome, j.attempts, j.error`

// Ids are made in the order of arrival.
const LIST = `
  select ${LINE} from carrier_journal j left join accounts a on a.id = j.account_id
  where ($1::text is null or j.outcome = $1) and ($2::uuid is null or j.account_id = $2)
  order by j.id desc limit $3`

/** The newest entries of all accounts or one, the newest first. */
export const listEntries = (
  db: Database,
  { outcome, accountId }: JournalFilter,
  limit: number,
): Promise<JournalLine[]> => querySystem(db, LIST, [outcome ?? null, accountId ?? null, limit])

const FIND = `
  select ${LINE}, j.carrier_message_id as "carrierMessageId", j.message_id as "messageId", j.path, j.raw,
    j.settled_at as "settledAt"
  from carrier_journal j left join accounts a on a.id = j.account_id where j.id = $1`

/** One entry, or null. */
export const findEntry = async (db: Database, id: string): Promise<JournalDetail | null> =>
  (await querySystem<JournalDetail>(db, FIND, [id]))[0] ?? null

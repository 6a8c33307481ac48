import type { LastReceived } from '../../attribution/attribution-rules.ts'
import type { AutoResponses } from '../../auto-responder/auto-responder-rules.ts'

/** What went out to a person, as far as it decides what a text of theirs does. */
export interface PersonHistory {
  /** R38; null if they have received nothing that counts. */
  lastReceived: LastReceived | null
  /** R33; null if the auto-responder has never answered them. */
  autoResponses: AutoResponses | null
}

/** The history's columns, of `HISTORY_TABLES`. */
export const HISTORY_COLUMNS = `l.at as received_at, l.source_id as received_source_id, l.is_answered, a.last_at as auto_response_at,
      a.day_started_at as auto_response_day, a.day_count as auto_responses`

/** Beside the profile known as `p`: one look-up by primary key each. */
export const HISTORY_TABLES = `left join last_received l on l.account_id = p.account_id and l.profile_id = p.id
      left join auto_responses a on a.account_id = p.account_id and a.profile_id = p.id`

export interface HistoryRow {
  received_at: string | Date | null
  received_source_id: string | null
  is_answered: boolean | null
  auto_response_at: string | Date | null
  auto_response_day: string | Date | null
  auto_responses: number | null
}

/** The history out of a row of `HISTORY_COLUMNS`. */
export const historyOf = (row: HistoryRow): PersonHistory => ({
  lastReceived:
    row.received_at === null
      ? null
      : {
          at: new Date(row.received_at),
          sourceId: row.received_source_id,
          isAnswered: row.is_answered === true,
        },
  autoResponses:
    row.auto_response_at === null || row.auto_response_day === null
      ? null
      : {
          lastAt: new Date(row.auto_response_at),
          dayStartedAt: new Date(row.auto_response_day),
          dayCount: row.auto_responses ?? 0,
        },
})

/** Of somebody who was not known before. */
export const noHistory: PersonHistory = { lastReceived: null, autoResponses: null }

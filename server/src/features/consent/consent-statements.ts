import type { Statement } from '../../platform/db/batch-transaction.ts'
import { activityStatements } from '../activity/record-activity.ts'
import type { ConsentMethod, ConsentState } from './consent.ts'
import { consentActivity } from './consent-activity.ts'

/** A change of consent, with what the ledger keeps of it (R18). */
export interface LedgerLine {
  id: string
  profile_id: string
  phone_number: string
  at: Date
  /** Since when the profile's consent stands so, if that is not `at`. */
  since?: Date
  from_state: ConsentState
  to_state: ConsentState
  method: ConsentMethod
  evidence: string | null
  /** What matched; null where nothing had to. */
  rule: string | null
  /** Whether the customer has opted out themselves, which only they can take back. */
  opted_out_by_customer: boolean
  /** Who recorded it: a user, or an API key. */
  by_user_id?: string | null
  by_api_key_id?: string | null
  /** The text that it came with, if it is one that is recorded. */
  message_id?: string | null
}

const CONSENTS = `
  update profiles p set consent = c.to_state, consent_since = coalesce(c.since, c.at), double_opt_in_until = null,
    opted_out_by_customer = c.opted_out_by_customer,
    opted_out_at = case when c.opted_out_by_customer then greatest(p.opted_out_at, c.at) else p.opted_out_at end
  from json_to_recordset($1::json) as c(profile_id uuid, to_state text, at timestamptz, since timestamptz,
    opted_out_by_customer boolean)
  where p.account_id = entered_account() and p.id = c.profile_id`

/** R18: the ledger knows people by a hash of their number, which stays when a profile goes. */
const LEDGER = `
  insert into consent_changes (id, account_id, profile_id, phone_hash, at, from_state, to_state, method, evidence, rule,
    by_user_id, by_api_key_id)
  select id, entered_account(), profile_id, consent_phone_hash(phone_number), at, from_state, to_state, method, evidence,
    rule, by_user_id, by_api_key_id
  from json_to_recordset($1::json) as l(id uuid, profile_id uuid, phone_number text, at timestamptz, from_state text,
    to_state text, method text, evidence text, rule text, by_user_id uuid, by_api_key_id uuid)`

/**
 * Writes changes of consent into the ledger, and the last one of each person into the profile, whose pending double
 * opt-in ends with it (R13, R18); and into the person's activity (R31).
 */
export const consentStatements = (lines: LedgerLine[]): Statement[] => {
  const last = [...new Map(lines.map((line) => [line.profile_id, line])).values()]
  return [
    { name: 'consents', text: CONSENTS, values: [JSON.stringify(last)] },
    {
      name: 'consent_ledger',
      text: LEDGER,
      values: [JSON.stringify(lines)],
    },
    ...activityStatements(lines.flatMap(consentActivity)),
  ]
}

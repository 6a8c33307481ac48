import { createHash } from 'node:crypto'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import type { ConsentMethod, ConsentState } from './consent.ts'

/** A change of consent, with what the ledger keeps of it (R18). */
export interface LedgerLine {
  id: string
  profile_id: string
  phone_number: string
  at: Date
  from_state: ConsentState
  to_state: ConsentState
  method: ConsentMethod
  evidence: string
  rule: string
  /** Whether the customer has opted out themselves, which only they can take back. */
  opted_out_by_customer: boolean
}

const CONSENTS = `
  update profiles p set consent = c.to_state, consent_since = c.at, opted_out_by_customer = c.opted_out_by_customer
  from json_to_recordset($1::json) as c(profile_id uuid, to_state text, at timestamptz, opted_out_by_customer boolean)
  where p.account_id = entered_account() and p.id = c.profile_id`

const LEDGER = `
  insert into consent_changes (id, account_id, profile_id, phone_hash, at, from_state, to_state, method, evidence, rule)
  select id, entered_account(), profile_id, decode(phone_hash, 'hex'), at, from_state, to_state, method, evidence, rule
  from json_to_recordset($1::json) as l(id uuid, profile_id uuid, phone_hash text, at timestamptz, from_state text,
    to_state text, method text, evidence text, rule text)`

/** Writes changes of consent into the ledger, and the last one of each person into the profile. */
export const consentStatements = (lines: LedgerLine[]): Statement[] => {
  const last = [...new Map(lines.map((line) => [line.profile_id, line])).values()]
  return [
    { name: 'consents', text: CONSENTS, values: [JSON.stringify(last)] },
    {
      name: 'consent_ledger',
      text: LEDGER,
      values: [JSON.stringify(lines.map((line) => ({ ...line, phone_hash: phoneHash(line.phone_number) })))],
    },
  ]
}

/** R18: the ledger knows people by a hash of their number, which stays when a profile goes. */
const phoneHash = (phoneNumber: string): string => createHash('sha256').update(phoneNumber).digest('hex')

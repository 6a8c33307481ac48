import { v7 } from 'uuid'
import type { ConsentMethod, ConsentState } from '../features/consent/consent.ts'
import type { Person } from './people.ts'

/** A change of a person's consent. */
export interface ConsentStep {
  at: Date
  to: ConsentState
  method: ConsentMethod
  evidence: string
  rule: string | null
}

const joining = {
  CHECKOUT: { method: 'API', evidence: 'Checkout: “Text me with news and offers” ticked', rule: null },
  IMPORT: {
    method: 'IMPORT',
    evidence: 'Moved over from the former texting service, opt-in list of 2024',
    rule: null,
  },
  KEYWORD: { method: 'KEYWORD', evidence: 'YES', rule: 'DOUBLE_OPT_IN' },
} as const

/** How a person's consent came to be what it is, oldest first. */
export const consentSteps = ({ subscribedAt, joinedBy, lapse, optedOut }: Person): ConsentStep[] => [
  ...(subscribedAt && joinedBy
    ? [{ at: subscribedAt, to: 'SUBSCRIBED', ...joining[joinedBy] } as const]
    : []),
  ...(lapse
    ? ([
        { at: lapse.from, to: 'UNSUBSCRIBED', method: 'KEYWORD', evidence: 'Stop', rule: 'WHOLE_TEXT' },
        { at: lapse.to, to: 'SUBSCRIBED', method: 'KEYWORD', evidence: 'START', rule: 'WHOLE_TEXT' },
      ] as const)
    : []),
  ...(optedOut
    ? [
        {
          at: optedOut.at,
          to: 'UNSUBSCRIBED',
          method: 'KEYWORD',
          evidence: optedOut.keyword,
          rule: 'WHOLE_TEXT',
        } as const,
      ]
    : []),
]

/** The ledger's rows of a person (R18), which knows people by a hash of their number in the form `\\x…`. */
export const consentRows = (
  accountId: string,
  person: Person,
  phoneHash: string | undefined,
): Record<string, unknown>[] => {
  const steps = consentSteps(person)
  return steps.map((step, index) => ({
    id: v7({ msecs: step.at.getTime() }),
    account_id: accountId,
    profile_id: person.id,
    phone_hash: phoneHash,
    at: step.at,
    recorded_at: step.at,
    from_state: steps[index - 1]?.to ?? 'NEVER_SUBSCRIBED',
    to_state: step.to,
    method: step.method,
    evidence: step.evidence,
    rule: step.rule,
  }))
}

/** A row of `profiles`; `blockedAt` for the few whose texts the account doesn't want (R29). */
export const profileRow = (
  accountId: string,
  person: Person,
  blockedAt: Date | null,
): Record<string, unknown> => {
  const last = consentSteps(person).at(-1)
  return {
    id: person.id,
    account_id: accountId,
    phone_number: person.phoneNumber,
    name: person.name,
    email: person.email,
    external_id: person.email ? `cust_${person.id.slice(-12)}` : null,
    city: person.place?.city ?? null,
    region: person.place?.region ?? null,
    country: person.place?.country ?? (person.phoneNumber.startsWith('+44') ? 'GB' : 'US'),
    time_zone: person.place?.timeZone ?? null,
    properties: person.properties,
    consent: last?.to ?? 'NEVER_SUBSCRIBED',
    consent_since: last?.at ?? null,
    opted_out_by_customer: person.optedOut !== null,
    opted_out_at: person.optedOut?.at ?? null,
    blocked_at: blockedAt,
    created_at: person.createdAt,
  }
}

import type { Change } from '../../platform/change-log/change.ts'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { newId } from '../../platform/ids.ts'
import type { ConsentState } from '../consent/consent.ts'
import { consentStatements, type LedgerLine } from '../consent/consent-statements.ts'
import { possibleOptOutStatements } from '../consent/settle-possible-opt-outs.ts'

/** What is needed of a message's person. */
export interface OptOutSubject {
  profileId: string
  conversationId: string | null
  phoneNumber: string
  consent: ConsentState
  consentSince: Date | null
  failureCode?: string | null
  sentAt?: Date | null
}

const BLOCKED_BY_OPT_OUT = '200'

/**
 * R17: the carrier's error 200 says that the person opted out there; consent follows, as by a keyword. Reports come late:
 * one about a text from before the person's consent tells of an opt-out that is over, and if it is not, the next text
 * gets the same answer.
 */
export const carrierOptOuts = (messages: OptOutSubject[]): { statements: Statement[]; changes: Change[] } => {
  const people = new Map(
    messages
      .filter((message) => message.failureCode === BLOCKED_BY_OPT_OUT && message.consent !== 'UNSUBSCRIBED')
      .filter(({ consentSince, sentAt }) => !consentSince || !sentAt || sentAt >= consentSince)
      .map((message) => [message.profileId, message]),
  )
  const lines = [...people.values()].map(ledgerLine)
  return {
    statements:
      lines.length > 0 ? [...consentStatements(lines), ...possibleOptOutStatements([...people.keys()])] : [],
    changes: [...people.values()].map(({ profileId, conversationId }) => ({
      kind: 'PROFILE_CHANGED',
      profileId,
      conversationId,
    })),
  }
}

const ledgerLine = (person: OptOutSubject): LedgerLine => ({
  id: newId(),
  profile_id: person.profileId,
  phone_number: person.phoneNumber,
  at: new Date(),
  from_state: person.consent,
  to_state: 'UNSUBSCRIBED',
  method: 'CARRIER',
  evidence: 'error 200',
  rule: 'carrier: blocked by opt-out (200)',
  opted_out_by_customer: true,
})

import type { ConsentState } from '../consent/consent.ts'
import type { ConsentEvidence } from '../consent/recorded-consent.ts'
import { ItemReader, yearsBefore } from './item-reader.ts'

/** A person's consent as an integrator tells of it. */
export interface ConsentFields {
  phoneNumber: string
  state: ConsentState
  at?: string | null
  evidence: string
}

/** The same, read. */
export interface ReadConsent extends ConsentEvidence {
  phoneNumber: string
  evidence: string
}

const OLDEST_YEARS = 30
/** Characters: a form's wording with its address, browser and IP address fits. */
const LONGEST_EVIDENCE = 2_000

/** Reads a consent. Codes: PHONE_NUMBER_INVALID, AT_INVALID, AT_IN_FUTURE, AT_TOO_OLD (30 years), EVIDENCE_*. */
export const readConsent =
  (now: Date) =>
  (fields: ConsentFields, index: number): { item: ReadConsent | null; userErrors: ItemReader['errors'] } => {
    const reader = new ItemReader(['consents', String(index)])
    const phoneNumber = reader.phoneNumber(fields.phoneNumber)
    const at = reader.past(fields.at, now, yearsBefore(now, OLDEST_YEARS))
    const evidence = reader.line(fields.evidence, { longest: LONGEST_EVIDENCE, stem: 'EVIDENCE' }, 'evidence')
    const isGood = phoneNumber && at && evidence
    return {
      item: isGood ? { phoneNumber, state: fields.state, at, isDated: fields.at != null, evidence } : null,
      userErrors: reader.errors,
    }
  }

import type { ConsentState } from './consent.ts'

/** How a person's consent stands, as far as evidence from elsewhere is weighed against it. */
export interface ConsentStanding {
  consent: ConsentState
  /** Null if it never changed. */
  consentSince: Date | null
  /** Whether the person opted out themselves, and when last. */
  optedOutByCustomer: boolean
  optedOutAt: Date | null
  /** Whether the consent that stands is the person's own word to us: by a text, or by the carrier. */
  isByCustomer: boolean
}

/** What somebody else knows of a person's consent. */
export interface ConsentEvidence {
  state: ConsentState
  /** When it happened; now, where nothing dates it. */
  at: Date
  isDated: boolean
}

/**
 * `SAME`: it stands so already. `OPTED_OUT`: it would undo the person's own opt-out. `SUPERSEDED`: what stands is
 * newer. `NOT_UNDONE`: who once said yes or no can't be made one who never did.
 */
export type ConsentVerdict = 'CHANGE' | 'SAME' | 'OPTED_OUT' | 'SUPERSEDED' | 'NOT_UNDONE'

/**
 * R18: what evidence from elsewhere does. A yes counts only if it is newer than the no that stands; over the person's own
 * opt-out it must be dated, later, and come from who `mayOverrule`. A no counts whatever its date, unless the person
 * told us yes themselves since then: lists of opt-outs come late, and an opt-out that gets lost is a text to someone who
 * asked for none.
 */
export const judgeEvidence = (
  standing: ConsentStanding,
  evidence: ConsentEvidence,
  mayOverrule: boolean,
): ConsentVerdict => {
  if (evidence.state === standing.consent) return 'SAME'
  if (evidence.state === 'NEVER_SUBSCRIBED') return 'NOT_UNDONE'
  if (evidence.state === 'UNSUBSCRIBED') {
    return standing.isByCustomer && isOlder(evidence, standing.consentSince) ? 'SUPERSEDED' : 'CHANGE'
  }
  if (standing.consent === 'UNSUBSCRIBED' && standing.optedOutByCustomer) {
    const isLater = evidence.isDated && !isOlder(evidence, standing.optedOutAt ?? standing.consentSince)
    return mayOverrule && isLater ? 'CHANGE' : 'OPTED_OUT'
  }
  return isOlder(evidence, standing.consentSince) ? 'SUPERSEDED' : 'CHANGE'
}

/** Evidence of the same moment proves nothing; what is not dated is of now. */
const isOlder = ({ at, isDated }: ConsentEvidence, than: Date | null): boolean =>
  than !== null && isDated && at <= than

/** What stands once the evidence is taken: since the later of both, so that what was overruled can't come again. */
export const takeEvidence = (standing: ConsentStanding, { state, at }: ConsentEvidence): void => {
  standing.consent = state
  standing.consentSince = standing.consentSince && standing.consentSince > at ? standing.consentSince : at
  standing.optedOutByCustomer = false
  standing.isByCustomer = false
}

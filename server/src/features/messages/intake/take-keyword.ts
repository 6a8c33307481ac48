import { newId } from '../../../platform/ids.ts'
import { toStorableText } from '../../../platform/storable-text.ts'
import { confirmationRequest, helpAnswer, optOutConfirmation } from '../../consent/compliance-texts.ts'
import type { ConsentState } from '../../consent/consent.ts'
import { askForConfirmation, isDoubleOptInPending } from '../../consent/double-opt-in.ts'
import { takeHelpAnswer } from '../../consent/help-limit.ts'
import type { KeywordKind, KeywordMatch, KeywordRule } from '../../consent/keywords.ts'
import { carrierHasConfirmed, queueAnswer } from './answer-keyword.ts'
import type { IncomingText } from './incoming-text.ts'
import type { KnownPerson } from './intake-state.ts'
import { addChange, type Intake, type PersonWrite } from './intake-writes.ts'

/** A keyword text, and what says that it is one. */
export interface Keyword {
  kind: KeywordKind
  rule: KeywordRule | 'CARRIER_INTENT'
}

/** A text that is recorded as a message. */
export interface RecordedText extends IncomingText {
  messageId: string
}

/** What a text was recognised as. */
export type Recognition = Keyword | Extract<KeywordMatch, { kind: 'NONE' }>

/** Whether the person said no themselves, which only they can take back (R18). */
export const hasOptedOut = (person: Pick<KnownPerson, 'consent' | 'optedOutByCustomer'>): boolean =>
  person.consent === 'UNSUBSCRIBED' && person.optedOutByCustomer

/** What a keyword text does, beside being recorded: in the same transaction, also for a blocked person (R15). */
export const takeKeyword = (
  intake: Intake,
  text: RecordedText,
  person: PersonWrite,
  match: Keyword,
): void => {
  if (match.kind === 'OPT_OUT') optOut(intake, text, person, match)
  if (match.kind === 'OPT_IN' || match.kind === 'CONFIRM') optIn(intake, text, person, match)
  if (match.kind === 'SUBSCRIBE') subscribe(intake, text, person)
  if (match.kind === 'HELP') help(intake, text, person)
}

/** R15: at once, and confirmed once: who says it again changes only since when no older evidence counts (R18). */
const optOut = (intake: Intake, text: RecordedText, person: PersonWrite, match: Keyword): void => {
  const isRepeated = hasOptedOut(person)
  const isSettling = person.possibleOptOut || person.doubleOptInUntil !== null
  person.possibleOptOut = false
  person.optedOutAt = text.receivedAt
  person.optedOutByCustomer = true
  person.hasAsked = true
  if (!isRepeated) changeConsent(intake, text, person, 'UNSUBSCRIBED', match)
  else if (isSettling) changeProfile(intake, person)
  person.doubleOptInUntil = null
  // R19: the block outranks the confirmation, so that one would only be queued to fail.
  if (isRepeated || person.isBlocked || carrierHasConfirmed(intake, text, person)) return
  queueAnswer(intake, text, person, optOutConfirmation(intake.settings.organizationPrefix))
}

/** R13: START and UNSTOP, and the confirmation of a double opt-in. Who opts in did not mean an opt-out before (R16). */
const optIn = (intake: Intake, text: RecordedText, person: PersonWrite, match: Keyword): void => {
  const wasPossibleOptOut = person.possibleOptOut
  person.possibleOptOut = false
  if (person.consent !== 'SUBSCRIBED') {
    person.optedOutByCustomer = false
    changeConsent(intake, text, person, 'SUBSCRIBED', match)
    person.doubleOptInUntil = null
  } else if (wasPossibleOptOut) changeProfile(intake, person)
}

/**
 * R13: a subscribe keyword asks for a confirmation, once as long as that is pending. Whoever can't be answered (R29) is
 * not asked either.
 */
const subscribe = (intake: Intake, text: IncomingText, person: PersonWrite): void => {
  if (person.consent === 'SUBSCRIBED' || person.isBlocked) return
  if (isDoubleOptInPending(person, text.receivedAt)) return
  askForConfirmation(person, text.receivedAt)
  person.hasAsked = true
  changeProfile(intake, person)
  queueAnswer(intake, text, person, confirmationRequest(intake.settings.organizationPrefix))
}

/** R13: HELP is answered, also where the carrier answered: its words name neither the business nor whom to write to. */
const help = (intake: Intake, text: IncomingText, person: PersonWrite): void => {
  if (person.isBlocked || !takeHelpAnswer(person, text.receivedAt)) return
  person.hasAsked = true
  const { organizationPrefix, contactEmail } = intake.settings
  queueAnswer(intake, text, person, helpAnswer(organizationPrefix, contactEmail))
}

const changeConsent = (
  intake: Intake,
  text: RecordedText,
  person: PersonWrite,
  to: ConsentState,
  match: Keyword,
): void => {
  intake.ledger.push({
    id: newId(),
    profile_id: person.profileId,
    phone_number: person.phoneNumber,
    at: text.receivedAt,
    from_state: person.consent,
    to_state: to,
    method: match.rule === 'CARRIER_INTENT' ? 'CARRIER' : 'KEYWORD',
    evidence: toStorableText(text.text),
    rule: match.kind === 'CONFIRM' ? 'DOUBLE_OPT_IN' : match.rule,
    opted_out_by_customer: to === 'UNSUBSCRIBED',
    message_id: text.messageId,
  })
  person.consent = to
  changeProfile(intake, person)
}

const changeProfile = (intake: Intake, person: PersonWrite): void => {
  addChange(intake, {
    kind: 'PROFILE_CHANGED',
    profileId: person.profileId,
    conversationId: person.conversationId,
  })
}

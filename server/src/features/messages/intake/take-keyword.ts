import { newId } from '../../../platform/ids.ts'
import { countryOf } from '../../../platform/phone.ts'
import { toStorableText } from '../../../platform/storable-text.ts'
import { optOutConfirmation } from '../../consent/compliance-texts.ts'
import type { ConsentState } from '../../consent/consent.ts'
import { carrierConfirms, type KeywordMatch, type KeywordRule } from '../../consent/keywords.ts'
import { measureText } from '../measure-text.ts'
import type { IncomingText } from './incoming-text.ts'
import { addChange, type Intake, type PersonWrite } from './intake-writes.ts'

/** A keyword text, and what says that it is one. */
export interface Keyword {
  kind: 'OPT_OUT' | 'OPT_IN' | 'HELP' | 'CONFIRM'
  rule: KeywordRule | 'CARRIER_INTENT'
}

/** What a text was recognised as. */
export type Recognition = Keyword | Extract<KeywordMatch, { kind: 'NONE' }>

/** What a keyword text does, beside being recorded: in the same transaction, also for a blocked person (R15). */
export const takeKeyword = (
  intake: Intake,
  text: IncomingText,
  person: PersonWrite,
  match: Keyword,
): void => {
  if (match.kind === 'OPT_OUT') optOut(intake, text, person, match)
  if (match.kind === 'OPT_IN') optIn(intake, text, person, match)
}

const optOut = (intake: Intake, text: IncomingText, person: PersonWrite, match: Keyword): void => {
  const isRepeated = person.consent === 'UNSUBSCRIBED' && person.optedOutByCustomer
  if (isRepeated) return
  person.optedOutByCustomer = true
  changeConsent(intake, text, person, 'UNSUBSCRIBED', match)
  // R19: the block outranks the confirmation, so that one would only be queued to fail.
  if (!person.isBlocked && !carrierHasConfirmed(intake, text, person)) queueConfirmation(intake, text, person)
}

const optIn = (intake: Intake, text: IncomingText, person: PersonWrite, match: Keyword): void => {
  if (person.consent === 'SUBSCRIBED') return
  person.optedOutByCustomer = false
  changeConsent(intake, text, person, 'SUBSCRIBED', match)
}

const changeConsent = (
  intake: Intake,
  text: IncomingText,
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
    rule: match.rule,
    opted_out_by_customer: to === 'UNSUBSCRIBED',
  })
  person.consent = to
  addChange(intake, {
    kind: 'PROFILE_CHANGED',
    profileId: person.profileId,
    conversationId: person.conversationId,
  })
}

/**
 * R15: Plivo confirms on US and Canadian long codes and toll-free numbers alone, where it says that it took the text
 * for an opt-out, or the text is a word of its own list from a person there.
 */
const carrierHasConfirmed = ({ settings }: Intake, text: IncomingText, person: PersonWrite): boolean =>
  settings.carrierConfirmsOptOut &&
  text.senderType !== 'SHORT_CODE' &&
  isUsOrCanada(countryOf(text.to)) &&
  (text.intent === 'optout' || (isUsOrCanada(person.country) && carrierConfirms(text.text)))

const isUsOrCanada = (country: string | null): boolean => country === 'US' || country === 'CA'

const queueConfirmation = (intake: Intake, text: IncomingText, person: PersonWrite): void => {
  const id = newId()
  const answer = optOutConfirmation(intake.settings.organizationPrefix)
  const change = {
    kind: 'MESSAGE_CREATED',
    conversationId: person.conversationId,
    messageId: id,
    profileId: person.profileId,
  } as const
  intake.messages.push({
    id,
    profile_id: person.profileId,
    seq: addChange(intake, change),
    direction: 'OUTBOUND',
    kind: 'COMPLIANCE',
    text: answer,
    ...measureText(answer),
    hidden_media_count: 0,
    status: 'QUEUED',
    sender_id: text.senderId,
    carrier_message_id: null,
    carrier_time: null,
    created_at: text.receivedAt,
  })
}

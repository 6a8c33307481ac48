import { newId } from '../../../platform/ids.ts'
import { countryOf } from '../../../platform/phone.ts'
import { toStorableText } from '../../../platform/storable-text.ts'
import { classifyKeyword } from '../../consent/keywords.ts'
import { receiveText } from '../../conversations/conversation-rules.ts'
import { measureText } from '../measure-text.ts'
import type { IncomingText } from './incoming-text.ts'
import type { IntakeState } from './intake-state.ts'
import { addChange, type Intake, type IntakeWrites, type PersonWrite } from './intake-writes.ts'
import { type Recognition, takeKeyword } from './take-keyword.ts'

/**
 * Decides what a batch of texts does, in their order, on what it found under the account's lock; no I/O. Each text
 * is a message once (R9), a keyword takes effect and stays out of the inbox (R14, R15), any other opens its
 * conversation (R4, R9).
 */
export const decideIntake = (state: IntakeState, texts: IncomingText[]): IntakeWrites => {
  const intake: Intake = { state, people: new Map(), messages: [], ledger: [], changes: [], outcomes: [] }
  const taken = new Set(state.known)
  for (const text of texts) {
    if (taken.has(text.carrierMessageId)) {
      intake.outcomes.push('DUPLICATE')
      continue
    }
    taken.add(text.carrierMessageId)
    takeText(intake, text)
    intake.outcomes.push('DONE')
  }
  return intake
}

const takeText = (intake: Intake, text: IncomingText): void => {
  const person = personOf(intake, text)
  person.senderId = text.senderId
  const match = recognise(intake, text, person)
  const isConversation = match.kind === 'NONE' && !person.isBlocked
  if (isConversation && !person.conversationId) {
    person.conversationId = newId()
    person.isNewConversation = true
  }
  const messageId = newId()
  const seq = addChange(intake, {
    kind: isConversation ? 'MESSAGE_RECEIVED' : 'MESSAGE_CREATED',
    conversationId: person.conversationId,
    messageId,
    profileId: person.profileId,
  })
  intake.messages.push(inboundMessage(text, person, messageId, seq))
  if (isConversation) {
    receiveText(person, text.receivedAt)
    person.activity = { seq, messageId, at: text.receivedAt }
    person.possibleOptOut ||= match.possibleOptOut
  }
  if (match.kind !== 'NONE') takeKeyword(intake, text, person, match)
}

/** R13–R17: the account's keywords, and what the carrier itself took the text for. An opt-out always wins. */
const recognise = ({ state }: Intake, text: IncomingText, person: PersonWrite): Recognition => {
  const match = classifyKeyword(text.text, {
    mode: state.settings.optOutMatching,
    subscribeKeywords: state.settings.subscribeKeywords,
    doubleOptInPending: false,
    country: person.country,
  })
  if (match.kind === 'OPT_OUT' || !text.intent) return match
  if (text.intent !== 'optout' && match.kind !== 'NONE') return match
  return { kind: intents[text.intent], rule: 'CARRIER_INTENT' }
}

const intents = { optout: 'OPT_OUT', optin: 'OPT_IN', help: 'HELP' } as const

const personOf = (intake: Intake, text: IncomingText): PersonWrite => {
  const taken = intake.people.get(text.from)
  if (taken) return taken
  const known = intake.state.people.get(text.from)
  const person: PersonWrite = {
    ...(known ?? stranger(text.from)),
    isNewProfile: !known,
    isNewConversation: false,
    firstSeenAt: text.receivedAt,
    activity: null,
    senderId: text.senderId,
  }
  intake.people.set(text.from, person)
  return person
}

/** R4: an unknown sender becomes a profile; texting in is not consent. */
const stranger = (phoneNumber: string) =>
  ({
    phoneNumber,
    profileId: newId(),
    consent: 'NEVER_SUBSCRIBED',
    optedOutByCustomer: false,
    isBlocked: false,
    country: countryOf(phoneNumber),
    conversationId: null,
    status: 'OPEN',
    snoozedUntil: null,
    isUnread: false,
    waitingSince: null,
    possibleOptOut: false,
  }) as const

const inboundMessage = (text: IncomingText, person: PersonWrite, id: string, seq: number) => ({
  id,
  profile_id: person.profileId,
  seq,
  direction: 'INBOUND' as const,
  kind: 'CUSTOMER' as const,
  text: toStorableText(text.text),
  ...measureText(text.text),
  hidden_media_count: text.mediaCount,
  status: 'RECEIVED' as const,
  sender_id: text.senderId,
  carrier_message_id: text.carrierMessageId,
  carrier_time: text.carrierTime ?? null,
  created_at: text.receivedAt,
})

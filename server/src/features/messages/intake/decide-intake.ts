import { newId } from '../../../platform/ids.ts'
import { countryOf } from '../../../platform/phone.ts'
import { toStorableText } from '../../../platform/storable-text.ts'
import { isDoubleOptInPending } from '../../consent/double-opt-in.ts'
import { classifyKeyword } from '../../consent/keywords.ts'
import { receiveText } from '../../conversations/conversation-rules.ts'
import { attachmentsOf } from '../../media/inbound/attachment-statements.ts'
import { measureText } from '../measure-text.ts'
import { answerAutomatically } from './answer-automatically.ts'
import { attributeText } from './attribute-text.ts'
import { hearFrom, nothingAwaited } from './hear-from.ts'
import type { IncomingText } from './incoming-text.ts'
import type { IntakeState } from './intake-state.ts'
import { addChange, type Intake, openIntake, type PersonWrite } from './intake-writes.ts'
import { noHistory } from './person-history.ts'
import { hasOptedOut, type Recognition, takeKeyword } from './take-keyword.ts'

/** Decides what a batch of texts does, on what it found under the account's lock; no I/O. */
export const decideIntake = (state: IntakeState, texts: IncomingText[]): Intake => {
  const intake = openIntake(state.account)
  takeTexts(intake, state, texts)
  return intake
}

/**
 * Decides on more texts, in their order. Each is a message once (R9), a keyword takes effect and stays out of the
 * inbox (R14, R15), any other opens its conversation (R4, R9). What the state may have missed of batches that were
 * under way, `behind`, is taken from them, the latest last.
 */
export const takeTexts = (
  intake: Intake,
  state: Omit<IntakeState, 'account'>,
  texts: IncomingText[],
  behind: Intake[] = [],
): void => {
  for (const id of state.known) intake.taken.add(id)
  for (const text of texts) {
    if (
      intake.taken.has(text.carrierMessageId) ||
      behind.some((one) => one.taken.has(text.carrierMessageId))
    ) {
      intake.outcomes.push('DUPLICATE')
      continue
    }
    intake.taken.add(text.carrierMessageId)
    if (!intake.people.has(text.from)) find(intake, state, text.from, behind)
    takeText(intake, text)
    intake.outcomes.push('DONE')
  }
}

/** Finds a person as they are by now. */
const find = (
  intake: Intake,
  { people }: Pick<IntakeState, 'people'>,
  from: string,
  behind: Intake[],
): void => {
  const person = behind.findLast((one) => one.people.has(from))?.people.get(from) ?? people.get(from)
  if (person) intake.known.set(from, person)
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
  const { conversationId, profileId } = person
  // B8: what a blocked person texts is counted and kept from view, so that the log tells of the person alone.
  const seq = person.isBlocked
    ? addChange(intake, { kind: 'PROFILE_CHANGED', conversationId, profileId })
    : addChange(intake, {
        kind: isConversation ? 'MESSAGE_RECEIVED' : 'MESSAGE_CREATED',
        ...{ conversationId, messageId, profileId },
      })
  if (person.isBlocked) person.hiddenTexts += 1
  intake.messages.push({
    ...inboundMessage(text, person, messageId, seq),
    ...(person.isBlocked && { is_hidden: true }),
    ...attributeText(intake, text, person, match.kind !== 'NONE'),
  })
  if (text.mediaCount > 0 && !person.isBlocked) intake.attachments.push(...attachmentsOf(messageId, text))
  if (isConversation) {
    receiveText(person, text.receivedAt)
    person.activity = { seq, messageId, at: text.receivedAt }
    person.possibleOptOut ||= match.possibleOptOut && !hasOptedOut(person)
  }
  hearFrom(intake, person, isConversation)
  if (match.kind === 'NONE') answerAutomatically(intake, text, person, match.possibleOptOut)
  if (match.kind !== 'NONE') takeKeyword(intake, { ...text, messageId }, person, match)
}

/** R13–R17: the account's keywords, and what the carrier itself took the text for. An opt-out always wins. */
const recognise = ({ settings }: Intake, text: IncomingText, person: PersonWrite): Recognition => {
  const match = classifyKeyword(text.text, {
    mode: settings.optOutMatching,
    subscribeKeywords: settings.subscribeKeywords,
    doubleOptInPending: isDoubleOptInPending(person, text.receivedAt),
    country: person.country,
  })
  if (match.kind === 'OPT_OUT' || !text.intent || !isCarriersToSay(text, person, match)) return match
  return { kind: intents[text.intent], rule: 'CARRIER_INTENT' }
}

/**
 * Whether the carrier's reading of a text outranks ours. It lets people in again at YES and GO: of who is in that is
 * an answer, which an agent waits for; of who isn't it is more than a request to be asked.
 */
const isCarriersToSay = ({ intent }: IncomingText, person: PersonWrite, match: Recognition): boolean => {
  if (intent === 'optin')
    return match.kind === 'SUBSCRIBE' || (match.kind === 'NONE' && person.consent !== 'SUBSCRIBED')
  return intent === 'optout' || match.kind === 'NONE'
}

const intents = { optout: 'OPT_OUT', optin: 'OPT_IN', help: 'HELP' } as const

const personOf = (intake: Intake, text: IncomingText): PersonWrite => {
  const taken = intake.people.get(text.from)
  if (taken) return taken
  const known = intake.known.get(text.from)
  const person: PersonWrite = {
    ...(known ?? stranger(text.from)),
    isNewProfile: !known,
    isNewConversation: false,
    firstSeenAt: text.receivedAt,
    activity: null,
    hiddenTexts: 0,
    heldIds: [],
    isReachableAgain: false,
    senderId: text.senderId,
    optedOutAt: null,
    hasAsked: false,
    hasAnswered: false,
    hasAutoResponse: false,
  }
  intake.people.set(text.from, person)
  return person
}

/** R4: an unknown sender becomes a profile; texting in is not consent. */
const stranger = (phoneNumber: string) =>
  ({
    phoneNumber,
    profileId: newId(),
    name: null,
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
    doubleOptInUntil: null,
    helpSince: null,
    helpAnswers: 0,
    ...nothingAwaited,
    ...noHistory,
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

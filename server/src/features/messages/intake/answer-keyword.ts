import { newId } from '../../../platform/ids.ts'
import { countryOf } from '../../../platform/phone.ts'
import { carrierConfirms } from '../../consent/keywords.ts'
import { mayHaveLinks } from '../../links/find-links.ts'
import { measureText } from '../measure-text.ts'
import type { IncomingText } from './incoming-text.ts'
import { addChange, type Intake, type PersonWrite } from './intake-writes.ts'

/**
 * R15: Plivo confirms on US and Canadian long codes and toll-free numbers alone, where it says that it took the text
 * for an opt-out, or the text is a word of its own list from a person there.
 */
export const carrierHasConfirmed = ({ settings }: Intake, text: IncomingText, person: PersonWrite): boolean =>
  settings.carrierConfirmsOptOut &&
  text.senderType !== 'SHORT_CODE' &&
  isUsOrCanada(countryOf(text.to)) &&
  (text.intent === 'optout' || (isUsOrCanada(person.country) && carrierConfirms(text.text)))

const isUsOrCanada = (country: string | null): boolean => country === 'US' || country === 'CA'

/** Whether something in a text is put together when it is sent: coupons, links (R23, R34). */
const hasMoreThanWords = (text: string): boolean => text.includes('{%') || mayHaveLinks(text)

/** Queues an answer to a text, from the number that was texted (R8): to a keyword, or the auto-responder's (R33). */
export const queueAnswer = (
  intake: Intake,
  text: IncomingText,
  person: PersonWrite,
  answer: string,
  kind: 'COMPLIANCE' | 'AUTO_RESPONSE' = 'COMPLIANCE',
): void => {
  const id = newId()
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
    kind,
    text: answer,
    ...measureText(answer),
    hidden_media_count: 0,
    status: 'QUEUED',
    sender_id: text.senderId,
    carrier_message_id: null,
    carrier_time: null,
    created_at: text.receivedAt,
    composition: kind === 'AUTO_RESPONSE' && hasMoreThanWords(answer) ? 'BY_SETTINGS' : null,
  })
}

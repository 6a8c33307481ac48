import type { ConsentState } from '../consent/consent.ts'
import type { ConversationRow } from '../conversations/conversation.graphql.ts'
import type { GateReason, ReplyGateResult } from './gate.graphql.ts'

export type { GateReason }

/** What the gate looks at. */
export interface GateSubject {
  consent: ConsentState
  isBlocked: boolean
  isUnreachable: boolean
  /** Whether the person has texted the account (R5). */
  hasTexted: boolean
  /** The number that replies go out from; null where there is none (any more). */
  sender: { canReceive: boolean } | null
}

/** What wants to go out: compliance answers are exempt from consent, never from the block (R19). */
export type GatePurpose = 'REPLY' | 'COMPLIANCE'

/** The one gate (R19): asked by the composer, by the API, and by the worker at the moment of sending. */
export const askGate = (subject: GateSubject, purpose: GatePurpose): ReplyGateResult => {
  const reasons: GateReason[] = []
  if (subject.isBlocked) reasons.push('BLOCKED')
  if (purpose === 'REPLY' && subject.consent === 'UNSUBSCRIBED') reasons.push('OPTED_OUT')
  if (purpose === 'REPLY' && subject.consent === 'NEVER_SUBSCRIBED') reasons.push('NOT_SUBSCRIBED')
  if (!subject.hasTexted) reasons.push('NO_INBOUND_YET')
  if (subject.isUnreachable) reasons.push('UNREACHABLE')
  if (!subject.sender) reasons.push('NO_SENDER')
  else if (!subject.sender.canReceive) reasons.push('SENDER_CANNOT_RECEIVE')
  return { allowed: reasons.length === 0, reasons, warnings: [], nextAllowedAt: null }
}

/** What an agent reads for each reason. */
export const gateMessages: Record<GateReason, string> = {
  NOT_SUBSCRIBED: 'This person has not subscribed to texts. They can text START or JOIN to subscribe.',
  OPTED_OUT: 'This person opted out of texts. They can text START to subscribe again.',
  BLOCKED: 'This person is blocked. Unblock them to write.',
  NO_INBOUND_YET: 'This person has not texted you yet; they must write first.',
  SENDER_CANNOT_RECEIVE: 'The sender of this conversation is a name that cannot receive texts. Use a number.',
  NO_SENDER: 'The account has no number to send from.',
  UNREACHABLE: 'The carrier says that this number cannot be reached.',
  QUIET_HOURS: 'It is before 8:00 or after 20:00 where this person is.',
}

/** The gate for a reply in a conversation as it was read. */
export const replyGateOf = (row: ConversationRow): ReplyGateResult =>
  askGate(
    {
      consent: row.profile.consent.state,
      isBlocked: row.profile.isBlocked,
      isUnreachable: row.profile.unreachableAt !== null,
      hasTexted: true,
      sender: row.senderCanReceive === null ? null : { canReceive: row.senderCanReceive },
    },
    'REPLY',
  )

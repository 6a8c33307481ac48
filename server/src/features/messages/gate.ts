import type { ConsentState } from '../consent/consent.ts'
import type { ConversationRow } from '../conversations/conversation.graphql.ts'
import { quietHours } from '../quiet-hours/quiet-hours.ts'
import type { Place } from '../quiet-hours/zone-of.ts'
import type { GateReason, ReplyGateResult } from './gate.graphql.ts'

export type { GateReason }

/** What the gate looks at. */
export interface GateSubject {
  consent: ConsentState
  /** Whether they opted out after what is to go out was queued. */
  hasOptedOutSince?: boolean
  isBlocked: boolean
  isUnreachable: boolean
  /** Whether the person has texted the account (R5): campaigns and flows go to others, too. */
  hasTexted: boolean
  /** The number that it goes out from; null where there is none (any more). */
  sender: { canReceive: boolean } | null
  /** Where the person is, for quiet hours (R25). */
  place: Place
}

/**
 * What wants to go out: a reply that an agent sends now, one that was scheduled, the answer to a keyword, the
 * auto-responder's to somebody who just texted, a part of a campaign or flow.
 */
export type GatePurpose = 'REPLY' | 'SCHEDULED' | 'COMPLIANCE' | 'AUTO_RESPONSE' | 'CAMPAIGN' | 'FLOW'

interface PurposeRules {
  /** `UNLESS_BEFORE`: who opted out before writing is answered, who did after it is not. */
  needsConsent: boolean | 'UNLESS_BEFORE'
  /** Part of a conversation: the person has texted, and can text back. */
  isConversation: boolean
  quietHours: 'WARN' | 'HOLD' | 'IGNORE'
}

const purposes: Record<GatePurpose, PurposeRules> = {
  REPLY: { needsConsent: true, isConversation: true, quietHours: 'WARN' },
  SCHEDULED: { needsConsent: true, isConversation: true, quietHours: 'HOLD' },
  COMPLIANCE: { needsConsent: false, isConversation: true, quietHours: 'IGNORE' },
  AUTO_RESPONSE: { needsConsent: 'UNLESS_BEFORE', isConversation: true, quietHours: 'IGNORE' },
  CAMPAIGN: { needsConsent: true, isConversation: false, quietHours: 'HOLD' },
  FLOW: { needsConsent: true, isConversation: false, quietHours: 'HOLD' },
}

/** The gate's answer; the part of it that the API shows is `ReplyGateResult`. */
export interface GateAnswer extends ReplyGateResult {
  /** Set if nothing stands against it but the hour, and it has to wait until then by itself. */
  holdUntil: Date | null
}

/** The one gate (R19): asked by the composer, by the API, and by the worker at the moment of sending. */
export const askGate = (subject: GateSubject, purpose: GatePurpose, now: Date): GateAnswer => {
  const rules = purposes[purpose]
  const reasons = reasonsAgainst(subject, rules)
  const quiet =
    rules.quietHours === 'IGNORE'
      ? null
      : quietHours(subject.place, now, rules.quietHours === 'WARN' ? 'USUAL' : 'STRICT')
  const isQuiet = quiet?.isQuiet ?? false
  const waits = isQuiet && reasons.length === 0 ? quiet : null
  return {
    allowed: reasons.length === 0,
    reasons,
    warnings: isQuiet ? ['QUIET_HOURS'] : [],
    nextAllowedAt: waits?.until.toISOString() ?? null,
    validUntil: quiet?.until.toISOString() ?? null,
    holdUntil: rules.quietHours === 'HOLD' ? (waits?.until ?? null) : null,
  }
}

const reasonsAgainst = (subject: GateSubject, rules: PurposeRules): GateReason[] => {
  const reasons: GateReason[] = []
  if (subject.isBlocked) reasons.push('BLOCKED')
  const needsNoOptOut = rules.needsConsent === 'UNLESS_BEFORE' ? subject.hasOptedOutSince : rules.needsConsent
  if (needsNoOptOut && subject.consent === 'UNSUBSCRIBED') reasons.push('OPTED_OUT')
  if (rules.needsConsent === true && subject.consent === 'NEVER_SUBSCRIBED') reasons.push('NOT_SUBSCRIBED')
  if (rules.isConversation && !subject.hasTexted) reasons.push('NO_INBOUND_YET')
  if (subject.isUnreachable) reasons.push('UNREACHABLE')
  if (!subject.sender) reasons.push('NO_SENDER')
  else if (rules.isConversation && !subject.sender.canReceive) reasons.push('SENDER_CANNOT_RECEIVE')
  return reasons
}

/** What to do with a message by the gate: hand it over, refuse it with these reasons, or keep it until later. */
export type GateVerdict =
  | { kind: 'PASS' }
  | { kind: 'REFUSE'; reasons: [GateReason, ...GateReason[]] }
  | { kind: 'HOLD'; until: Date }

/**
 * The gate for one purpose, as a verdict. A warning that was not overridden refuses, with itself as the reason (R19);
 * what the gate holds can't be overridden.
 */
export const gateFor =
  (purpose: GatePurpose) =>
  (subject: GateSubject, now: Date, overridden: readonly string[] = []): GateVerdict => {
    const { reasons, warnings, holdUntil } = askGate(subject, purpose, now)
    if (holdUntil) return { kind: 'HOLD', until: holdUntil }
    const standing =
      purposes[purpose].quietHours === 'WARN'
        ? warnings.filter((warning) => !overridden.includes(warning))
        : []
    const [first, ...others] = reasons.length > 0 ? reasons : standing
    return first ? { kind: 'REFUSE', reasons: [first, ...others] } : { kind: 'PASS' }
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
  QUIET_HOURS: 'It is before 8:00 or after 20:00 where this person is. Send it anyway, or later.',
}

/** The gate for a reply in a conversation as it was read. */
export const replyGateOf = ({ profile, senderCanReceive }: ConversationRow, now: Date): ReplyGateResult =>
  askGate(
    {
      consent: profile.consent.state,
      isBlocked: profile.isBlocked,
      isUnreachable: profile.unreachableAt !== null,
      hasTexted: true,
      sender: senderCanReceive === null ? null : { canReceive: senderCanReceive },
      place: profile.place,
    },
    'REPLY',
    now,
  )

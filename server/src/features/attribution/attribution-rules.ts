/** Why an inbound message is attributed to a source, or to none (R38, B10). */
export type AttributionReason =
  | 'ATTRIBUTED'
  | 'NO_PRIOR_MESSAGE'
  | 'LAST_MESSAGE_NOT_MARKETING'
  | 'OUTSIDE_WINDOW'
  | 'NOT_FIRST_REPLY'
  | 'KEYWORD'

/** What an inbound message is attributed to; `sourceId` is set for `ATTRIBUTED` alone. */
export interface Attribution {
  sourceId: string | null
  reason: AttributionReason
}

/**
 * The last campaign, flow message or reply that a person received. Answers that nobody chose to send (the
 * auto-responder's, to keywords) are passed over: they are an echo of the person's own text, and whoever goes on
 * writing after one still answers what came before it.
 */
export interface LastReceived {
  /** Campaign or flow; null for an agent's reply. */
  sourceId: string | null
  /** When the carrier took it. */
  at: Date
  /** Whether a text came since that is no keyword. */
  isAnswered: boolean
}

export interface InboundText {
  isKeyword: boolean
  receivedAt: Date
}

const HOUR_MS = 3_600_000

/**
 * R38: to what a text is attributed, by what the person had received when it came. The window ends with its last
 * millisecond. Where more than one rule denies it, the first of the enum's order is given.
 */
export const attribute = (text: InboundText, last: LastReceived | null, windowHours: number): Attribution => {
  if (text.isKeyword) return denied('KEYWORD')
  if (!last) return denied('NO_PRIOR_MESSAGE')
  if (last.sourceId === null) return denied('LAST_MESSAGE_NOT_MARKETING')
  if (text.receivedAt.getTime() > last.at.getTime() + windowHours * HOUR_MS) return denied('OUTSIDE_WINDOW')
  if (last.isAnswered) return denied('NOT_FIRST_REPLY')
  return { sourceId: last.sourceId, reason: 'ATTRIBUTED' }
}

const denied = (reason: AttributionReason): Attribution => ({ sourceId: null, reason })

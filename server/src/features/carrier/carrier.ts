/** What a carrier says of a message: its last word so far, not ours. */
export type CarrierStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'rejected' | 'read'

/** What its words mean in ours. A queue of the carrier's is as good as sent: what fails there is reported. */
export const deliveryStates = {
  queued: 'SENT',
  sent: 'SENT',
  delivered: 'DELIVERED',
  read: 'DELIVERED',
  undelivered: 'UNDELIVERED',
  failed: 'FAILED',
  rejected: 'FAILED',
} as const satisfies Record<CarrierStatus, string>

export interface OutgoingText {
  /** The account's number in E.164, its short code, or its branded sender. */
  from: string
  /** E.164. */
  to: string
  /** As typed, not as stored. May be empty if there are media. */
  text: string
  /** Public: the carrier fetches them. Any makes it an MMS. */
  mediaUrls: readonly string[]
  /** Where the carrier reports what became of it; our own id stands in its path, so that a report settles UNKNOWN. */
  callbackUrl: string
}

/**
 * How handing a message to the carrier ended (R22). Only `refused` is known not to have been sent: `permanent`
 * tells whether the same request may be repeated later. After `unknown` it must not be.
 * `code` is one of error-codes.ts; `detail` is for logs and holds neither text nor a full number.
 */
export type SendOutcome =
  | { kind: 'accepted'; carrierMessageId: string }
  | { kind: 'refused'; permanent: boolean; code: string; detail: string; retryAfterMs?: number }
  | { kind: 'unknown'; detail: string }

export interface SentQuery {
  from: string
  to: string
  /** Leave a margin for the carrier's clock. */
  sentAfter: Date
  text: string
}

/** A message in the carrier's list that may be the one asked for. The list doesn't give texts. */
export interface SentCandidate {
  carrierMessageId: string
  status?: CarrierStatus
  errorCode?: string
  units?: number
  sentAt?: Date
}

export interface Carrier {
  /** Hands one message over, once: it never retries, and never throws for what the network or carrier does. */
  send(message: OutgoingText): Promise<SendOutcome>
  /**
   * Messages the carrier has from this sender to this person since then, newest first, of as many segments as
   * the text. Throws `CarrierUnavailable`, as an answer not had must not look like "none".
   */
  findSent(query: SentQuery): Promise<SentCandidate[]>
  /** Lets requests under way end, then drops the connections. */
  close(): Promise<void>
}

/** The carrier could not be asked; `retryAfterMs` if it said when to come back. */
export class CarrierUnavailable extends Error {
  override name = 'CarrierUnavailable'
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** A text from a person, read from the carrier's webhook and routed to the account of the number it came to. */
export interface IncomingText {
  /** The carrier's id of it: texts with the same one are the same text (R9). */
  carrierMessageId: string
  /** E.164 (or a short code): who texts. */
  from: string
  /** The account's number that was texted, E.164 (or a short code). */
  to: string
  /** The same number's row: replies go out from it (R8). */
  senderId: string
  senderType: 'LONG_CODE' | 'TOLL_FREE' | 'SHORT_CODE'
  text: string
  /** Attachments that came with it; not shown by default (R11). */
  mediaCount: number
  /** Where the carrier has them (B1). */
  mediaUrls?: readonly string[]
  /** What the carrier took the text for (R17). */
  intent?: 'optout' | 'optin' | 'help'
  carrierTime?: Date
  receivedAt: Date
}

/** What became of it; the journal keeps this. */
export type IntakeOutcome = 'DONE' | 'DUPLICATE'

/** A mail to one address. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** `<…@host>`, stable for the mail, so that a copy can be told for one. */
  messageId: string
  /** Message-ID of the talk that it is part of, by which mail programs put it beside the others. */
  thread: string
}

/**
 * What became of a mail. `PUT_OFF`: the server has not taken it, later it may. `REFUSED`: it never will. `UNKNOWN`: it
 * was handed over, and no answer came: it may have arrived. `OVERTAKEN`: `handOver` said no, and nothing was sent.
 */
export type MailOutcome =
  | { status: 'SENT' | 'OVERTAKEN' }
  | { status: 'PUT_OFF' | 'REFUSED' | 'UNKNOWN'; reason: string }

/** A connection to where mails go, for several of them, one after the other. */
export interface MailSession {
  /** Sends a mail. `handOver` is asked before its first byte leaves: from then on its outcome may remain unknown. */
  send(mail: Mail, handOver: () => Promise<boolean>): Promise<MailOutcome>
  /** Whether it takes another one. */
  isOpen(): boolean
  close(): void
}

/** Where mails go. */
export interface Mailer {
  /** @throws MailUnavailable if mails can't go out now, whatever they are */
  open(): Promise<MailSession>
}

/** No mail can go out at the moment; `message` says why, for people. */
export class MailUnavailable extends Error {
  override name = 'MailUnavailable'
}

const LONGEST_REASON = 300

/** What a server said, as one line of bounded length. */
export const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message || error.name : String(error)
  return text
    .replace(/[\p{Cc}\s]+/gv, ' ')
    .trim()
    .slice(0, LONGEST_REASON)
}

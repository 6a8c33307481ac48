/** A line of a conversation, in one or more wordings. `{first}`, `{order}`, `{product}` … are filled in per person. */
export interface Line {
  by: 'customer' | 'agent'
  wordings: readonly string[]
  /** It comes this many days after the line before, rather than within minutes. */
  afterDays?: number
}

/** A matter that customers write about, from their first text to its end. */
export interface Dialogue {
  lines: readonly Line[]
  /** It holds an opt-out word in a sentence that is no opt-out (R16, B2). */
  possibleOptOut?: boolean
}

/** A line by the customer. */
export const c = (...wordings: string[]): Line => ({ by: 'customer', wordings })
/** A line by an agent. */
export const a = (...wordings: string[]): Line => ({ by: 'agent', wordings })
/** The same line, days after the one before. */
export const later = (afterDays: number, line: Line): Line => ({ ...line, afterDays })

export const dialogue = (...lines: Line[]): Dialogue => ({ lines })

/** The text of the one that comes with two pictures. */
export const MMS_TEXT = 'Here you go, two pictures'

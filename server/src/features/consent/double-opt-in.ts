const HOUR_MS = 3_600_000

/**
 * How long after a subscribe keyword YES confirms it, in hours: long enough to sleep over it, too short for the "yes"
 * of another talk. Then the request is forgotten, and the keyword makes a new one.
 */
export const DOUBLE_OPT_IN_HOURS = 24

/** The part of a person that says whether they have been asked to confirm. */
export interface DoubleOptIn {
  /** Until when a confirmation counts; null if none was asked for, or it came. */
  doubleOptInUntil: Date | null
}

/** R13: whether YES means something from this person. */
export const isDoubleOptInPending = ({ doubleOptInUntil }: DoubleOptIn, now: Date): boolean =>
  doubleOptInUntil !== null && now < doubleOptInUntil

/** R13: the person is asked to confirm, from now on. */
export const askForConfirmation = (person: DoubleOptIn, now: Date): void => {
  person.doubleOptInUntil = new Date(now.getTime() + DOUBLE_OPT_IN_HOURS * HOUR_MS)
}

const HOUR_MS = 3_600_000

/** Answers to HELP that a person gets within an hour, counted from the first: two robots must not talk for ever. */
export const HELP_ANSWERS_AN_HOUR = 3

/** The part of a person that says how often HELP was answered lately. */
export interface HelpAnswers {
  /** When the first of them was; null if there was none. */
  helpSince: Date | null
  helpAnswers: number
}

/** Takes one more answer to HELP out of what a person may get; false, and nothing taken, if there is none left. */
export const takeHelpAnswer = (person: HelpAnswers, now: Date): boolean => {
  const isOver = person.helpSince === null || now.getTime() - person.helpSince.getTime() >= HOUR_MS
  if (!isOver && person.helpAnswers >= HELP_ANSWERS_AN_HOUR) return false
  person.helpAnswers = isOver ? 1 : person.helpAnswers + 1
  if (isOver) person.helpSince = now
  return true
}

/** What tells whether automation pauses for a person: of the conversation's row, if there is one. */
export interface AutomationSubject {
  /** A text of theirs may have meant an opt-out, and no agent has settled it yet (R16, B2). */
  possibleOptOut: boolean
}

/**
 * R16: whether nothing goes out to a person by itself for now: no auto-response, no campaign, no flow. Replies of
 * agents and compliance answers may. Lifted by the opt-out itself, by an agent's `dismissPossibleOptOut`, or by the
 * person's opting in again.
 */
export const isAutomationPaused = ({ possibleOptOut }: AutomationSubject): boolean => possibleOptOut

/** The same in SQL, of the conversation known as `c`, which may be outer-joined. */
export const AUTOMATION_PAUSED = 'coalesce(c.possible_opt_out, false)'

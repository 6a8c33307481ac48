/** A failure as a support agent needs it told, in plain sentences. */
export interface FailureExplanation {
  title: string
  explanation: string
  /** What the agent can do now. */
  nextStep: string
  /** Whether the agent may send the same message again with a hope of success. */
  retryable: boolean
  /** The person has opted out with the carrier: consent follows (R17). */
  unsubscribes: boolean
}

export type ExplanationRow = [
  code: string,
  title: string,
  explanation: string,
  nextStep: string,
  flag?: 'retryable' | 'unsubscribes',
]

/** Who mends what an agent can't. */
export const operator = 'whoever runs this inbox'

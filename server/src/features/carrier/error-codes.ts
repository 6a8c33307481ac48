import { deliveryRows } from './error-codes.delivery.ts'
import { ownRows, refusalRows } from './error-codes.sending.ts'
import { type FailureExplanation, operator } from './failure-explanation.ts'

/** Every code that we can explain. */
export const describedCodes: ReadonlyMap<string, FailureExplanation> = new Map(
  [...deliveryRows, ...refusalRows, ...ownRows].map(([code, title, explanation, nextStep, flag]) => [
    code,
    { title, explanation, nextStep, retryable: flag === 'retryable', unsubscribes: flag === 'unsubscribes' },
  ]),
)

/**
 * What a failure code means and what to do about it (R21): Plivo's delivery codes, the refusals of `SendOutcome`
 * (`HTTP_…`, `NOT_REACHED` …), and our own `UNKNOWN` and gate reasons. A code that nobody has described is
 * kept as it is, with a general text that names it.
 */
export function explainFailure(code: string): FailureExplanation {
  return describedCodes.get(code) ?? (/^HTTP_4\d\d$/.test(code) ? refusedByStatus(code) : undescribed(code))
}

function refusedByStatus(code: string): FailureExplanation {
  return {
    title: 'Refused by the carrier',
    explanation: `The carrier did not accept the message (HTTP ${code.slice(-3)}). It was not sent.`,
    nextStep: `Try again once. If it is refused again, tell ${operator}.`,
    retryable: true,
    unsubscribes: false,
  }
}

function undescribed(code: string): FailureExplanation {
  return {
    title: 'Not delivered',
    explanation: `The carrier reports that the message failed, with code ${code}, which it does not explain further.`,
    nextStep: `Try again once. If it fails again, reach the person another way and tell ${operator} the code.`,
    retryable: true,
    unsubscribes: false,
  }
}

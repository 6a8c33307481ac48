import type { Carrier, OutgoingText, SendOutcome, SentCandidate } from '../features/carrier/carrier.ts'
import { newId } from '../platform/ids.ts'

export const accepted = (): SendOutcome => ({ kind: 'accepted', carrierMessageId: newId() })
export const refusedForNow = (more: { retryAfterMs?: number } = {}): SendOutcome => ({
  kind: 'refused',
  permanent: false,
  code: 'HTTP_429',
  detail: 'too many requests',
  ...more,
})
export const refusedForGood = (code: string): SendOutcome => ({
  kind: 'refused',
  permanent: true,
  code,
  detail: 'no such number',
})
export const unknown = (): SendOutcome => ({ kind: 'unknown', detail: 'no answer in time' })

export interface ScriptedCarrier extends Carrier {
  /** What was handed over, in order. */
  readonly sent: OutgoingText[]
}

/** A carrier whose every answer the test decides; it knows no network, so that a test can choose outcomes and their moment. */
export const scriptedCarrier = (
  answer: (message: OutgoingText, nth: number) => SendOutcome | Promise<SendOutcome> = accepted,
  listed: () => SentCandidate[] = () => [],
): ScriptedCarrier => {
  const sent: OutgoingText[] = []
  return {
    sent,
    send: async (message) => answer(message, sent.push(message)),
    findSent: async () => listed(),
    close: async () => undefined,
  }
}

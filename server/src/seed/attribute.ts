import { type Attribution, attribute, type LastReceived } from '../features/attribution/attribution-rules.ts'
import { receivedKinds } from '../features/attribution/last-received.ts'
import type { Draft } from './draft.ts'
import type { Outcome } from './outcome.ts'

/** A text and its end at the carrier. */
export interface EndedDraft {
  draft: Draft
  outcome: Outcome
}

/** An outbound message that reached its person, of a kind that attribution looks at. */
export const receivedAt = ({ draft, outcome }: EndedDraft): Date | null =>
  receivedKinds.has(draft.kind) && (outcome.status === 'SENT' || outcome.status === 'DELIVERED')
    ? outcome.sentAt
    : null

/** R38, over one person's texts in their order: what each inbound one is attributed to; null for outbound ones. */
export const attributions = (
  texts: EndedDraft[],
  windowHours: number,
): { attributions: (Attribution | null)[]; last: LastReceived | null } => {
  let last: LastReceived | null = null
  const decided: (Attribution | null)[] = []
  for (const text of texts) {
    const at = receivedAt(text)
    const { draft } = text
    if (at) last = { sourceId: draft.source?.id ?? null, at, isAnswered: false }
    if (draft.direction === 'OUTBOUND') {
      decided.push(null)
      continue
    }
    const isKeyword = draft.origin === 'KEYWORD'
    decided.push(attribute({ isKeyword, receivedAt: draft.at }, last, windowHours))
    if (last && !isKeyword) last = { ...last, isAnswered: true }
  }
  return { attributions: decided, last }
}

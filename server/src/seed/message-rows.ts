import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import type { Attribution } from '../features/attribution/attribution-rules.ts'
import { measureText } from '../features/messages/measure-text.ts'
import { attributions } from './attribute.ts'
import { second } from './clock.ts'
import { MMS_TEXT } from './data/dialogue.ts'
import type { Draft } from './draft.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'

/** A text with its place in the account's order and its end at the carrier. */
export interface DemoMessage {
  id: string
  seq: number
  draft: Draft
  outcome: Outcome
  /** Of inbound ones. */
  attribution: Attribution | null
}

export const ATTRIBUTION_WINDOW_HOURS = 24

/** Puts all texts of an account into one order, that of their time (R12), numbered from 1. */
export const orderMessages = (random: Random, stories: Story[], now: Date): DemoMessage[] => {
  const texts = stories
    .flatMap(({ drafts }) => drafts)
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map((draft) => ({ draft, outcome: outcomeOf(random, draft, now) }))
  const attributed = new Map<Draft, Attribution | null>()
  for (const thread of Map.groupBy(texts, ({ draft }) => draft.person).values()) {
    const decided = attributions(thread, ATTRIBUTION_WINDOW_HOURS).attributions
    thread.forEach(({ draft }, index) => {
      attributed.set(draft, decided[index] ?? null)
    })
  }
  return texts.map(({ draft, outcome }, index) => ({
    id: v7({ msecs: draft.at.getTime() }),
    seq: index + 1,
    draft,
    attribution: attributed.get(draft) ?? null,
    outcome,
  }))
}

/** A row of `messages`; the sender is the account's number that the person texts with (R8). */
export const messageRow = (
  accountId: string,
  { id, seq, draft, outcome, attribution }: DemoMessage,
  senderId: string,
): Record<string, unknown> => ({
  id,
  account_id: accountId,
  profile_id: draft.person.id,
  seq,
  direction: draft.direction,
  kind: draft.kind,
  text: draft.text,
  ...measureText(draft.text),
  hidden_media_count: draft.text === MMS_TEXT ? 2 : 0,
  status: outcome.status,
  failure_code: outcome.failureCode,
  sender_id: senderId,
  sent_by: draft.sentBy ?? null,
  source_id: draft.source?.id ?? null,
  attribution_source_id: attribution?.sourceId ?? null,
  attribution_reason: attribution?.reason ?? null,
  carrier_message_id: randomUUID(),
  carrier_sequence: outcome.carrierSequence,
  carrier_time:
    draft.direction === 'INBOUND' ? new Date(Math.floor(draft.at.getTime() / second) * second) : null,
  send_attempts: draft.direction === 'OUTBOUND' ? 1 : 0,
  send_started_at: draft.direction === 'OUTBOUND' ? draft.at : null,
  created_at: draft.at,
  sent_at: outcome.sentAt,
  delivered_at: outcome.deliveredAt,
})

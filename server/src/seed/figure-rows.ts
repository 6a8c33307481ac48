import { attributions, receivedAt } from './attribute.ts'
import type { DemoEvent } from './events.ts'
import { ATTRIBUTION_WINDOW_HOURS, type DemoMessage } from './message-rows.ts'
import type { Person } from './people.ts'
import type { DemoSource } from './shop.ts'

type Row = Record<string, unknown>

/** What a source's messages came to (R34, R38). */
export const figuresOf = (source: DemoSource, messages: DemoMessage[], events: DemoEvent[]): Row => ({
  sent_count: messages.filter(({ draft, outcome }) => draft.source === source && outcome.sentAt).length,
  response_count: messages.filter(({ attribution }) => attribution?.sourceId === source.id).length,
  click_count: clickersOf(source, messages, events).length,
})

/** Who followed a link of a source, each once. */
const clickersOf = (source: DemoSource, messages: DemoMessage[], events: DemoEvent[]): Person[] => {
  const ids = new Set(messages.filter(({ draft }) => draft.source === source).map(({ id }) => id))
  const clicks = events.filter(
    ({ metric, messageId }) => metric === 'Clicked SMS' && messageId && ids.has(messageId),
  )
  return [...new Set(clicks.map(({ person }) => person))]
}

/** Rows of `source_clickers`. */
export const clickerRows = (
  accountId: string,
  sources: DemoSource[],
  messages: DemoMessage[],
  events: DemoEvent[],
): Row[] =>
  sources.flatMap((source) =>
    clickersOf(source, messages, events).map(({ id }) => ({
      account_id: accountId,
      source_id: source.id,
      profile_id: id,
    })),
  )

/** Rows of `last_received` (R38). */
export const lastReceivedRows = (accountId: string, threads: Map<Person, DemoMessage[]>): Row[] =>
  [...threads].flatMap(([person, messages]) => {
    const { last } = attributions(messages, ATTRIBUTION_WINDOW_HOURS)
    const message = messages.findLast((message) => receivedAt(message))
    if (!last || !message) return []
    return [
      {
        account_id: accountId,
        profile_id: person.id,
        message_id: message.id,
        source_id: last.sourceId,
        at: last.at,
        is_answered: last.isAnswered,
      },
    ]
  })

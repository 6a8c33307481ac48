import { daysBetween } from '../../lib/time.ts'

/** What grouping looks at. */
export type Groupable = {
  id: string
  direction: string
  kind: string
  createdAt: string
  sentBy?: { id: string } | null
  source?: { id: string } | null
}

/** Messages of one sender in a row, shown together. */
export type MessageGroup<M> = { id: string; messages: M[] }
/** The groups of one day. `at` is the first message's time. */
export type MessageDay<M> = { id: string; at: string; groups: MessageGroup<M>[] }

const together = 10 * 60_000

const sameSender = (a: Groupable, b: Groupable): boolean =>
  a.direction === b.direction &&
  a.kind === b.kind &&
  a.sentBy?.id === b.sentBy?.id &&
  a.source?.id === b.source?.id &&
  Math.abs(Date.parse(b.createdAt) - Date.parse(a.createdAt)) < together

const sameDay = (a: Groupable, b: Groupable): boolean =>
  daysBetween(Date.parse(a.createdAt), Date.parse(b.createdAt)) === 0

/** Splits a thread into days and senders without ever changing its order, which is the order of arrival (R12). */
export const groupMessages = <M extends Groupable>(messages: M[]): MessageDay<M>[] => {
  const days: MessageDay<M>[] = []
  let previous: M | undefined
  for (const message of messages) {
    const day = previous && sameDay(previous, message) ? days.at(-1) : undefined
    const group = day && previous && sameSender(previous, message) ? day.groups.at(-1) : undefined
    if (group) group.messages.push(message)
    else if (day) day.groups.push({ id: message.id, messages: [message] })
    else
      days.push({ id: message.id, at: message.createdAt, groups: [{ id: message.id, messages: [message] }] })
    previous = message
  }
  return days
}

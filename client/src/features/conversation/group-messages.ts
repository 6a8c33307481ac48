import { daysBetween } from '../../lib/time.ts'

/** What grouping looks at. */
export type Groupable = {
  id: string
  direction: string
  kind: string
  createdAt: string
  status?: string
  scheduledAt?: string | null
  sentAt?: string | null
  sentBy?: { id: string } | null
  source?: { id: string } | null
}

const atItsPlace = ['SCHEDULED', 'CANCELED', 'FAILED']

/**
 * When a message came to stand where it does: most of them when they were written, but one that was scheduled when it
 * went out, unless it never did (B4).
 */
export const momentOf = ({ createdAt, status = '', scheduledAt, sentAt }: Groupable): string =>
  scheduledAt && !atItsPlace.includes(status) ? (sentAt ?? scheduledAt) : createdAt

/** A message and where it stands among those of its day and sender. */
export type Placed<M> = { message: M; startsDay: boolean; startsGroup: boolean; endsGroup: boolean }

const together = 10 * 60_000

const sameDay = (a: Groupable, b: Groupable): boolean =>
  daysBetween(Date.parse(momentOf(a)), Date.parse(momentOf(b))) === 0

const sameGroup = (a: Groupable, b: Groupable): boolean =>
  a.direction === b.direction &&
  a.kind === b.kind &&
  a.sentBy?.id === b.sentBy?.id &&
  a.source?.id === b.source?.id &&
  Math.abs(Date.parse(momentOf(b)) - Date.parse(momentOf(a))) < together &&
  sameDay(a, b)

/**
 * Marks where days and senders change in a thread, whose order stays the order of arrival (R12). The list stays flat,
 * so that messages that come in before or behind others never make React build those anew.
 */
export const groupMessages = <M extends Groupable>(messages: readonly M[]): Placed<M>[] =>
  messages.map((message, index) => {
    const previous = messages[index - 1]
    const next = messages[index + 1]
    return {
      message,
      startsDay: !previous || !sameDay(previous, message),
      startsGroup: !previous || !sameGroup(previous, message),
      endsGroup: !next || !sameGroup(message, next),
    }
  })

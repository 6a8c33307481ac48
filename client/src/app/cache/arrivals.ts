/** The order in which messages were announced, which is the order of the log and so of every viewer's thread (R12). */
export type Arrivals = {
  /** A message was announced. */
  note: (messageId: string) => void
  of: (messageKey: string) => number | undefined
  /** A page or list has brought a message as it stood; where the page has it is its place. */
  fetched: (messageId: string, status: string | undefined) => void
  /** A change tells how a message stands. True if it waited and has gone out: its place is the thread's end now (B4). */
  goesOut: (messageId: string, status: string | undefined) => boolean
  /** Whether a message has gone out since its page was fetched, so that the page has it where it no longer is. */
  hasMoved: (messageKey: string) => boolean
}

/** What was called off, or refused when it was due, stays where it was written. */
const staysInPlace = ['CANCELED', 'FAILED']

/** An empty order of arrival. */
export const createArrivals = (): Arrivals => {
  const positions = new Map<string, number>()
  const waiting = new Set<string>()
  const moved = new Set<string>()
  let next = 0
  return {
    note: (messageId) => {
      const key = `Message:${messageId}`
      if (!positions.has(key)) positions.set(key, next++)
    },
    of: (messageKey) => positions.get(messageKey),
    fetched: (messageId, status) => {
      const key = `Message:${messageId}`
      if (status === 'SCHEDULED') return void waiting.add(key)
      waiting.delete(key)
      moved.delete(key)
    },
    goesOut: (messageId, status) => {
      const key = `Message:${messageId}`
      if (status === 'SCHEDULED') {
        waiting.add(key)
        moved.delete(key)
        return false
      }
      if (!waiting.delete(key) || status === undefined || staysInPlace.includes(status)) return false
      // One that moved already is told of again, because an older answer came between: its place stays.
      if (!moved.has(key)) positions.set(key, next++)
      moved.add(key)
      return true
    },
    hasMoved: (messageKey) => moved.has(messageKey) && !waiting.has(messageKey),
  }
}

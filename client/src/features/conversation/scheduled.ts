/** What ordering scheduled messages looks at. */
export type Schedulable = { id: string; status: string; scheduledAt?: string | null }

/**
 * Splits a thread into what has happened and what is still to go out, the soonest first (B4). Those of the list may
 * have been written further up than the thread is loaded; those of the thread may be newer than the list. The status
 * of each is what is true now.
 */
export const splitScheduled = <M extends Schedulable>(
  thread: readonly M[],
  listed: readonly M[],
): { past: M[]; scheduled: M[] } => {
  const isWaiting = (message: M) => message.status === 'SCHEDULED'
  const waiting = new Map([...thread, ...listed].filter(isWaiting).map((message) => [message.id, message]))
  return {
    past: thread.filter((message) => !isWaiting(message)),
    scheduled: [...waiting.values()].sort(
      (a, b) => Date.parse(a.scheduledAt ?? '') - Date.parse(b.scheduledAt ?? ''),
    ),
  }
}

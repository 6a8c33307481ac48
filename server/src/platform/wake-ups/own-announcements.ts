import { LRUCache } from 'lru-cache'
import type { Backends } from '../db/backends.ts'
import type { WakeUp } from './listen.ts'

/** Whose announcements are on their way back to us: those that are told first-hand needn't be told again. */
export interface OwnAnnouncements {
  /** Takes an announcement, and tells of it unless its commit is told of first-hand. */
  hear(wakeUp: WakeUp, processId: number): void
  /** Takes what a commit of this process tells first-hand. */
  know(wakeUp: WakeUp): void
  close(): void
}

const ACCOUNTS = 10_000

/**
 * PostgreSQL often announces a commit before it answers the connection that made it. Who looked then would read what
 * the answer brings anyway. So an announcement from one of our own connections waits for that answer: until it is
 * known first-hand, or the connection goes on to another or is lost, which may have swallowed the answer.
 */
export const awaitOwn = (backends: Backends, tell: (wakeUp: WakeUp) => void): OwnAnnouncements => {
  const known = new LRUCache<string, number>({ max: ACCOUNTS })
  const awaited = new Map<number, WakeUp>()
  const isKnown = ({ accountId, seq }: WakeUp): boolean => (known.get(accountId) ?? 0) >= seq
  const settle = (processId: number): void => {
    const wakeUp = awaited.get(processId)
    awaited.delete(processId)
    if (wakeUp) tell(wakeUp)
  }
  return {
    hear: (wakeUp, processId) => {
      settle(processId)
      if (!backends.has(processId)) tell(wakeUp)
      else if (!isKnown(wakeUp)) awaited.set(processId, wakeUp)
    },
    know: ({ accountId, seq }) => {
      known.set(accountId, Math.max(seq, known.get(accountId) ?? 0))
      for (const [processId, wakeUp] of awaited)
        if (wakeUp.accountId === accountId && wakeUp.seq === seq) awaited.delete(processId)
    },
    close: backends.onGone(settle),
  }
}

import type { AccountFeed, LogBatch } from './account-feed.ts'
import type { LiveEvents, LivePayload } from './live-events.ts'

/** Runs a subscription's selection on events, with what was read along (LogBatch), and gives each result as JSON. */
export type RunEvents = (events: LivePayload[], along?: unknown[]) => Promise<string[]>

export interface GroupListener {
  /** The payloads of a batch, in order. */
  push(payloads: string[]): void
  /** An event could not be made: what follows would have a gap, so the listener must start again from its cursor. */
  fail(error: unknown): void
}

/** Subscribers who asked the very same, with the same rights: each event is executed once for all of them. */
export interface LiveGroup {
  readonly feed: AccountFeed
  readonly listeners: Set<GroupListener>
  /** The last sequence that the listeners have heard, or been failed over. */
  delivered: number
  /** Resolves when everything that the feed gave so far has been delivered. */
  settled(): Promise<void>
  /** Hears the feed. Batches are executed one after the other, so that payloads keep the log's order. */
  take(batch: LogBatch): void
}

export const createLiveGroup = (feed: AccountFeed, events: LiveEvents, run: RunEvents): LiveGroup => {
  let queue: Promise<void> = Promise.resolve()
  const deliver = async (batch: LogBatch): Promise<void> => {
    try {
      const found = events(batch)
      const payloads = found.length > 0 ? await run(found, batch.along) : []
      pass(batch)
      for (const listener of group.listeners) listener.push(payloads)
    } catch (error) {
      // Whoever comes next starts behind what failed, and has it replayed.
      pass(batch)
      for (const listener of [...group.listeners]) listener.fail(error)
    }
  }
  const pass = ({ entries }: LogBatch): void => {
    group.delivered = entries.at(-1)?.seq ?? group.delivered
  }
  const group: LiveGroup = {
    feed,
    listeners: new Set(),
    delivered: feed.cursor,
    settled: () => queue,
    take: (batch) => {
      queue = queue.then(() => deliver(batch))
    },
  }
  return group
}

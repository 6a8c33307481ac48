import type { Logger } from 'pino'
import { LOG_PAGE, type LogPage } from '../change-log/read-log.ts'
import type { WakeUps } from '../wake-ups/listen.ts'
import type { AccountFeed, FeedListener, LogBatch } from './account-feed.ts'

/** How often a feed looks by itself, in case a hint was lost. */
const LOOK_MS = 5_000

export interface LiveFeeds {
  /**
   * Follows an account's log: `listener` hears everything after the feed's `cursor` as it stands when this
   * resolves, and nothing twice. `leave` ends it.
   */
  join(accountId: string, listener: FeedListener): Promise<{ feed: AccountFeed; leave(): void }>
  /** Whether anyone here hears an account's log. */
  isHeard(accountId: string): boolean
  /** Resolves when the feed has read everything that was committed before the call. */
  refresh(accountId: string): Promise<void>
  close(): void
}

export interface LiveFeedOptions {
  readLog(accountId: string, after: number): Promise<LogPage>
  wakeUps: WakeUps
  log: Logger
}

interface Running extends AccountFeed {
  /** The pump under way; whoever wants the feed current waits for it. */
  pumping: Promise<void> | null
  again: boolean
  /** Listeners, and those about to be: the feed is kept up for them. */
  places: number
}

/** The accounts that this process pushes to, and no others. */
export const createLiveFeeds = ({ readLog, wakeUps, log }: LiveFeedOptions): LiveFeeds => {
  const feeds = new Map<string, Running>()

  const deliver = (feed: Running, { entries, unreadCount, along }: LogBatch): void => {
    feed.unreadCount = unreadCount
    const last = entries.at(-1)
    if (!last) return
    feed.cursor = last.seq
    const batch = { entries, unreadCount, along }
    for (const listener of feed.listeners) listener(batch)
  }

  const pump = async (accountId: string, feed: Running): Promise<void> => {
    let page: LogPage
    try {
      do {
        feed.again = false
        page = await readLog(accountId, feed.cursor)
        feed.floor = page.floor
        deliver(feed, page)
      } while (feed.again || page.entries.length === LOG_PAGE)
    } finally {
      // In the very turn of the last look, so that a hint that comes next is not taken for one that was looked at.
      feed.pumping = null
    }
  }

  /** Resolves when the feed has been read at least once from now on. */
  const refresh = async (accountId: string, feed: Running): Promise<void> => {
    if (feed.pumping) {
      feed.again = true
      return feed.pumping
    }
    feed.pumping = pump(accountId, feed)
    return feed.pumping
  }

  const look = (accountId: string, feed: Running): void => {
    refresh(accountId, feed).catch((error) =>
      log.warn({ err: error, accountId }, 'a log could not be read; looking again soon'),
    )
  }

  const takePlace = async (accountId: string): Promise<Running> => {
    let feed = feeds.get(accountId)
    if (!feed) {
      const page = await readLog(accountId, Number.MAX_SAFE_INTEGER)
      feed = feeds.get(accountId) ?? startAt(page)
      feeds.set(accountId, feed)
    }
    feed.places += 1
    return feed
  }

  const givePlaceUp = (accountId: string, feed: Running): void => {
    feed.places -= 1
    if (feed.places === 0 && feeds.get(accountId) === feed) feeds.delete(accountId)
  }

  const unsubscribe = wakeUps.subscribe((wakeUp) => {
    if (wakeUp === 'missed') for (const [accountId, feed] of feeds) look(accountId, feed)
    else {
      const feed = feeds.get(wakeUp.accountId)
      if (!feed || wakeUp.seq <= feed.cursor) return
      if (wakeUp.commit && !feed.pumping && wakeUp.commit.after === feed.cursor) deliver(feed, wakeUp.commit)
      else look(wakeUp.accountId, feed)
    }
  })
  const timer = setInterval(() => {
    for (const [accountId, feed] of feeds) look(accountId, feed)
  }, LOOK_MS)

  return {
    join: async (accountId, listener) => {
      const feed = await takePlace(accountId)
      try {
        await refresh(accountId, feed)
      } catch (error) {
        givePlaceUp(accountId, feed)
        throw error
      }
      feed.listeners.add(listener)
      const leave = (): void => {
        if (feed.listeners.delete(listener)) givePlaceUp(accountId, feed)
      }
      return { feed, leave }
    },
    isHeard: (accountId) => (feeds.get(accountId)?.listeners.size ?? 0) > 0,
    refresh: async (accountId) => {
      const feed = feeds.get(accountId)
      if (feed) await refresh(accountId, feed)
    },
    close: () => {
      clearInterval(timer)
      unsubscribe()
      feeds.clear()
    },
  }
}

const startAt = ({ head, floor, unreadCount }: LogPage): Running => ({
  cursor: head,
  floor,
  unreadCount,
  listeners: new Set(),
  pumping: null,
  again: false,
  places: 0,
})

import type { Database } from '../platform/db/database.ts'
import type { LiveFeeds } from '../platform/live/live-feeds.ts'
import { hintOf, type WakeUps } from '../platform/wake-ups/listen.ts'

/** Wake-ups of what is committed through `db`, as a process has them of its own; none of others'. */
export const ownCommits = (db: Database): Pick<WakeUps, 'subscribe'> => ({
  subscribe: (listener) => {
    const hear: Parameters<typeof db.commitListeners.add>[0] = (commit) => listener(hintOf(commit))
    db.commitListeners.add(hear)
    return () => db.commitListeners.delete(hear)
  },
})

/** Nobody here follows any account. */
export const nobodyHears: Pick<LiveFeeds, 'isHeard'> = { isHeard: () => false }

import pg from 'pg'
import type { Logger } from 'pino'
import { type Commit, LOG_CHANNEL } from '../change-log/write-changes.ts'
import type { Database } from '../db/database.ts'
import { awaitOwn } from './own-announcements.ts'

/** A hint that an account's log has grown. It may be lost, doubled or late; the log never is. */
export interface WakeUp {
  accountId: string
  seq: number
  /** The kinds of the entries that this commit wrote. */
  kinds: ReadonlySet<string>
  /** What the log gained, where this process wrote it itself: then there is nothing to read. */
  commit?: Commit
}

export interface WakeUps {
  /** Hears each hint; `missed` means that some may have been lost, so that every reader should look. */
  subscribe(listener: (wakeUp: WakeUp | 'missed') => void): () => void
  close(): Promise<void>
}

const RECONNECT_MS = 1_000

/**
 * Listens for commits on a connection of its own, and comes back by itself when that is lost. What `db` commits is told
 * first-hand, and once.
 */
export const listenForWakeUps = async (db: Database, log: Logger): Promise<WakeUps> => {
  const listeners = new Set<(wakeUp: WakeUp | 'missed') => void>()
  const tell = (wakeUp: WakeUp | 'missed'): void => {
    for (const listener of listeners) listener(wakeUp)
  }
  const own = awaitOwn(db.backends, tell)
  const hear = (commit: Commit): void => {
    const wakeUp = hintOf(commit)
    own.know(wakeUp)
    tell(wakeUp)
  }
  db.commitListeners.add(hear)
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: db.url,
      keepAlive: true,
      application_name: 'parley wake-ups',
    })
    next.on('notification', ({ payload, processId }) => own.hear(readWakeUp(payload ?? ''), processId))
    next.on('error', (error) => log.warn({ err: error }, 'the wake-up connection was lost'))
    next.on('end', () => reconnectLater())
    await next.connect()
    await next.query(`listen ${LOG_CHANNEL}`)
    if (isClosed) return next.end()
    client = next
    tell('missed')
  }

  const reconnectLater = (): void => {
    if (isClosed) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      connect().catch((error) => {
        log.warn({ err: error }, 'the wake-up connection is not back yet')
        reconnectLater()
      })
    }, RECONNECT_MS)
  }

  await connect()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      isClosed = true
      db.commitListeners.delete(hear)
      own.close()
      clearTimeout(timer)
      await client?.end()
    },
  }
}

const readWakeUp = (payload: string): WakeUp => {
  const [accountId = '', seq, kinds = ''] = payload.split(' ')
  return { accountId, seq: Number(seq), kinds: new Set(kinds.split(',').filter((kind) => kind !== '')) }
}

/** The hint that a commit of this process gives. */
export const hintOf = (commit: Commit): WakeUp => ({
  accountId: commit.accountId,
  seq: commit.after + commit.entries.length,
  kinds: new Set(commit.entries.map((entry) => entry.kind)),
  commit,
})

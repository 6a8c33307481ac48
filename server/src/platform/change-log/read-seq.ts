import { LRUCache } from 'lru-cache'
import type { Database } from '../db/database.ts'
import { readInAccount } from '../db/scoped-query.ts'

const READ = { name: 'read_seq', text: 'select seq from account_heads where account_id = $1' }

export interface SeqReader {
  /**
   * Read after it was asked for, so that it covers all that had committed by then, in whatever process; those who ask
   * while a read is under way share the next one.
   */
  read(accountId: string): Promise<number>
  /** What was read last; the log may have grown since. Undefined if nothing was read lately. */
  last(accountId: string): number | undefined
}

/** How many accounts' last sequences are known. */
const ACCOUNTS = 10_000

interface Reading {
  /** Sent to the database; who asks now is too late for it. */
  current: Promise<number>
  /** What everybody who asks meanwhile waits for. */
  next: Promise<number> | null
}

/** Reads accounts' log sequences. */
export const createSeqReader = (db: Database): SeqReader => {
  const readings = new Map<string, Reading>()
  const last = new LRUCache<string, number>({ max: ACCOUNTS })

  const read = async (accountId: string): Promise<number> => {
    const [row] = await readInAccount<{ seq: number }>(db.pool, accountId, READ, [accountId])
    if (!row) throw new Error('no such account')
    last.set(accountId, row.seq)
    return row.seq
  }

  const start = (accountId: string): Promise<number> => {
    const reading: Reading = { current: read(accountId), next: null }
    readings.set(accountId, reading)
    const finish = (): void => {
      if (readings.get(accountId) === reading && !reading.next) readings.delete(accountId)
    }
    reading.current.then(finish, finish)
    return reading.current
  }

  return {
    read: (accountId) => {
      const reading = readings.get(accountId)
      if (!reading) return start(accountId)
      reading.next ??= reading.current.then(
        () => start(accountId),
        () => start(accountId),
      )
      return reading.next
    },
    last: (accountId) => last.get(accountId),
  }
}

import type { Database } from '../db/database.ts'
import { readInAccount } from '../db/scoped-query.ts'

const READ = { name: 'read_seq', text: 'select seq from account_heads where account_id = $1' }

interface Reading {
  /** Sent to the database; who asks now is too late for it. */
  current: Promise<number>
  /** What everybody who asks meanwhile waits for. */
  next: Promise<number> | null
}

/**
 * Reads accounts' log sequences. Each answer was read after it was asked for, so that it covers all that had
 * committed by then, in whatever process; those who ask while a read is under way share the next one.
 */
export const createSeqReader = (db: Database): ((accountId: string) => Promise<number>) => {
  const readings = new Map<string, Reading>()

  const read = async (accountId: string): Promise<number> => {
    const [row] = await readInAccount<{ seq: number }>(db.pool, accountId, READ, [accountId])
    if (!row) throw new Error('no such account')
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

  return (accountId) => {
    const reading = readings.get(accountId)
    if (!reading) return start(accountId)
    reading.next ??= reading.current.then(
      () => start(accountId),
      () => start(accountId),
    )
    return reading.next
  }
}

import pg from 'pg'
import { type Decision, type Statement, writeDecision } from './batch-transaction.ts'
import { announceCommit, type Database } from './database.ts'
import { isSpoilt, runTrain } from './train.ts'

/** Reads in an account without its lock, in one round trip; each statement sees what is committed when it runs. */
export const readAhead = async (
  db: Database,
  accountId: string,
  reads: Statement[],
): Promise<unknown[][]> => {
  const enter = {
    name: 'enter_account_for_read',
    text: `select set_config('parley.account_id', $1, true)`,
    values: [accountId],
  }
  const [, ...answers] = await withConnection(db, (client) => runTrain(client, [enter, ...reads]))
  return answers
}

/**
 * Writes what was decided on an account's state as of `head`, in one round trip, if that is still its state. `onWritten`
 * is called ahead of everyone else who hears of it.
 * @throws error 40001 (`isOvertaken`) if anything was recorded since; nothing is written then
 */
export const writeAtHead = async (
  db: Database,
  accountId: string,
  head: number,
  { statements, ...decided }: Omit<Decision<unknown>, 'result'>,
  onWritten: () => void,
): Promise<void> => {
  const enter = {
    name: 'enter_account_at',
    text: 'select enter_account_at($1, $2)',
    values: [accountId, head],
  }
  const commit = await withConnection(db, (client) =>
    writeDecision(client, accountId, head, { ...decided, statements: [enter, ...statements] }),
  )
  onWritten()
  if (commit) announceCommit(db, commit)
}

/** Whether `writeAtHead` failed because something else was recorded before it. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '40001'

/** A train that failed has left nothing open, but for one that spoilt its connection. */
const withConnection = async <T>(db: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await db.pool.connect()
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (error) {
    client.release(isSpoilt(error))
    throw error
  }
}

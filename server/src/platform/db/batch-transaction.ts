import type pg from 'pg'
import type { Change } from '../change-log/change.ts'
import { type Commit, changeParameters, commitOf, WRITE_CHANGES } from '../change-log/write-changes.ts'
import { announceCommit, type Database } from './database.ts'
import { inOneWrite } from './in-one-write.ts'
import { stateTypes } from './row-types.ts'
import { isSpoilt, runTrain } from './train.ts'

/** A named prepared statement with its parameters. One name stands for one text, for ever. */
export interface Statement {
  name: string
  text: string
  values: unknown[]
  /** `array`: rows come as arrays of their columns, for RowReader. */
  rowMode?: 'array'
}

/** A read of a batch: its rows are of the type that the caller states. */
export type Rows<T extends unknown[]> = { [K in keyof T]: T[K][] }

/** What a batch is to do, by what it found. */
export interface Decision<Result> {
  statements: Statement[]
  /** Entries for the account's log, behind the head that was found; none, if left out. */
  changes?: Change[]
  /** A read of what all this leaves, whose rows go with the commit: who hears of it needn't ask for them. */
  along?: Statement | undefined
  result: Result
}

/**
 * A transaction of one account in two round trips, for batches: first BEGIN, the account's lock and the reads go out
 * together; what `decide` makes of their rows goes out together with COMMIT. Any error rolls all of it back.
 */
export const batchTransaction = async <Reads extends unknown[], Result>(
  db: Database,
  accountId: string,
  reads: Statement[],
  decide: (head: number, rows: Rows<Reads>) => Decision<Result>,
): Promise<Result> => {
  const { commit, result } = await attempt(await db.pool.connect(), accountId, reads, decide)
  if (commit) announceCommit(db, commit)
  return result
}

/** Gives the result, and the commit if the log has grown by it. */
const attempt = async <Reads extends unknown[], Result>(
  client: pg.PoolClient,
  accountId: string,
  reads: Statement[],
  decide: (head: number, rows: Rows<Reads>) => Decision<Result>,
): Promise<{ commit: Commit | null; result: Result }> => {
  try {
    const entering = inOneWrite(client, () => [
      client.query('begin'),
      client.query<{ head: string }>({
        name: 'enter_account',
        text: 'select enter_account($1) as head',
        values: [accountId],
      }),
      ...reads.map((read) => client.query({ ...read, types: stateTypes })),
    ])
    const [, entered, ...found] = await all(entering)
    const head = Number((entered?.rows[0] as { head: string } | undefined)?.head)
    const { result, ...decided } = decide(head, found.map((read) => read.rows) as Rows<Reads>)
    const commit = await writeDecision(client, accountId, head, decided, [COMMIT])
    client.release()
    return { commit, result }
  } catch (error) {
    await abandon(client, error)
    throw error
  }
}

const COMMIT = { name: 'commit', text: 'commit', values: [] }

/** Sends the statements and the log's entries together; gives what the log has grown by. */
export const writeDecision = async (
  client: pg.PoolClient,
  accountId: string,
  head: number,
  { statements, changes = [], along }: Omit<Decision<unknown>, 'result'>,
  end: Statement[] = [],
): Promise<Commit | null> => {
  if (changes.length === 0) {
    await runTrain(client, [...statements, ...end])
    return null
  }
  const logging = { ...WRITE_CHANGES, values: changeParameters(accountId, head, changes) }
  const answers = await runTrain(client, [...statements, logging, ...(along ? [along] : []), ...end])
  const [[written] = [], rows] = answers.slice(statements.length) as [{ unread_count: number }[]?, unknown[]?]
  const commit = commitOf(accountId, head, changes, written)
  return along ? { ...commit, along: rows } : commit
}

/** Waits for all of a pipeline, and fails with its first error: those behind it only say "aborted". */
const all = async (pipeline: Promise<pg.QueryResult>[]): Promise<pg.QueryResult[]> => {
  const settled = await Promise.allSettled(pipeline)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((one) => (one as PromiseFulfilledResult<pg.QueryResult>).value)
}

const abandon = async (client: pg.PoolClient, error: unknown): Promise<void> => {
  if (isSpoilt(error)) return client.release(true)
  try {
    await client.query('rollback')
    client.release()
  } catch {
    // The connection is gone, and the transaction with it.
    client.release(true)
  }
}

import pg from 'pg'
import { HeldUp, type Turn } from '../batcher.ts'
import type { Change } from '../change-log/change.ts'
import { type Commit, changeParameters, commitOf, WRITE_CHANGES } from '../change-log/write-changes.ts'
import { announceCommit, type Database } from './database.ts'
import { inOneWrite } from './in-one-write.ts'
import { stateTypes } from './row-types.ts'

/** A named prepared statement with its parameters. One name stands for one text, for ever. */
export interface Statement {
  name: string
  text: string
  values: unknown[]
}

/** A read of a batch: its rows are of the type that the caller states. */
export type Rows<T extends unknown[]> = { [K in keyof T]: T[K][] }

/** What a batch is to do, by what it found. */
export interface Decision<Result> {
  statements: Statement[]
  /** Entries for the account's log, behind the head that was found; none, if left out. */
  changes?: Change[]
  result: Result
}

/**
 * A transaction of one account in two round trips, for batches: first BEGIN, the account's lock and the reads go out
 * together; what `decide` makes of their rows goes out together with COMMIT. Any error rolls all of it back.
 * With a `turn`, the next batch may start as soon as this one holds the account's lock, and this one goes on only
 * once the batch before is known to have done well.
 */
export const batchTransaction = async <Reads extends unknown[], Result>(
  db: Database,
  accountId: string,
  reads: Statement[],
  decide: (head: number, rows: Rows<Reads>) => Decision<Result>,
  turn?: Turn,
): Promise<Result> => {
  const { commit, result } = await attempt(await db.pool.connect(), accountId, reads, decide, turn)
  if (commit) announceCommit(db, commit)
  return result
}

/** Gives the result, and the commit if the log has grown by it. */
const attempt = async <Reads extends unknown[], Result>(
  client: pg.PoolClient,
  accountId: string,
  reads: Statement[],
  decide: (head: number, rows: Rows<Reads>) => Decision<Result>,
  turn: Turn | undefined,
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
    turn?.letNextStart()
    await turn?.clear()
    const head = Number((entered?.rows[0] as { head: string } | undefined)?.head)
    const { statements, changes = [], result } = decide(head, found.map((read) => read.rows) as Rows<Reads>)
    const writing = inOneWrite(client, () => [
      ...statements.map((statement) => client.query(statement)),
      ...(changes.length > 0
        ? [client.query({ ...WRITE_CHANGES, values: changeParameters(accountId, head, changes) })]
        : []),
      client.query('commit'),
    ])
    const done = await all(writing)
    if (done.at(-1)?.command !== 'COMMIT') throw new Error('the transaction did not commit')
    client.release()
    const written = done.at(-2)?.rows[0] as { unread_count: number } | undefined
    return { commit: changes.length > 0 ? commitOf(accountId, head, changes, written) : null, result }
  } catch (error) {
    await abandon(client, error)
    throw error
  }
}

/** Waits for all of a pipeline, and fails with its first error: those behind it only say "aborted". */
const all = async (pipeline: Promise<pg.QueryResult>[]): Promise<pg.QueryResult[]> => {
  const settled = await Promise.allSettled(pipeline)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((one) => (one as PromiseFulfilledResult<pg.QueryResult>).value)
}

const abandon = async (client: pg.PoolClient, error: unknown): Promise<void> => {
  if (!(error instanceof pg.DatabaseError || error instanceof HeldUp)) return client.release(true)
  try {
    await client.query('rollback')
    client.release()
  } catch {
    // The connection is gone, and the transaction with it.
    client.release(true)
  }
}

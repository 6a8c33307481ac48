import pg from 'pg'
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
 */
export const batchTransaction = async <Reads extends unknown[], Result>(
  db: Database,
  accountId: string,
  reads: Statement[],
  decide: (head: number, rows: Rows<Reads>) => Decision<Result>,
): Promise<Result> => {
  const client = await db.pool.connect()
  const { commit, result } = await releasing(client, async () => {
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
    return { commit: await write(client, accountId, head, [], decided), result }
  })
  if (commit) announceCommit(db, commit)
  return result
}

/**
 * Writes what was decided on an account's state as of `head`, in one round trip, if it is still there.
 * @throws error 40001 (`isOvertaken`) if anything was recorded since; nothing is written then
 */
export const writeAtHead = async (
  db: Database,
  accountId: string,
  head: number,
  decided: Omit<Decision<unknown>, 'result'>,
): Promise<void> => {
  const client = await db.pool.connect()
  const enter = {
    name: 'enter_account_at',
    text: 'select enter_account_at($1, $2)',
    values: [accountId, head],
  }
  const commit = await releasing(client, () =>
    write(client, accountId, head, [{ text: 'begin' }, enter], decided),
  )
  if (commit) announceCommit(db, commit)
}

/** Whether `writeAtHead` failed because something else was recorded before it. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '40001'

/** Sends the statements, the log's entries and COMMIT together; gives the commit if the log has grown by it. */
const write = async (
  client: pg.PoolClient,
  accountId: string,
  head: number,
  first: (Statement | { text: string })[],
  { statements, changes = [] }: Omit<Decision<unknown>, 'result'>,
): Promise<Commit | null> => {
  const writing = inOneWrite(client, () => [
    ...[...first, ...statements].map((statement) => client.query(statement)),
    ...(changes.length > 0
      ? [client.query({ ...WRITE_CHANGES, values: changeParameters(accountId, head, changes) })]
      : []),
    client.query('commit'),
  ])
  const done = await all(writing)
  if (done.at(-1)?.command !== 'COMMIT') throw new Error('the transaction did not commit')
  const written = done.at(-2)?.rows[0] as { unread_count: number } | undefined
  return changes.length > 0 ? commitOf(accountId, head, changes, written) : null
}

/** Gives the connection back, with nothing open on it. */
const releasing = async <T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> => {
  try {
    const result = await work()
    client.release()
    return result
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
  if (!(error instanceof pg.DatabaseError)) return client.release(true)
  try {
    await client.query('rollback')
    client.release()
  } catch {
    // The connection is gone, and the transaction with it.
    client.release(true)
  }
}

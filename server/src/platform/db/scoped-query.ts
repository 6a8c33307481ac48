import type pg from 'pg'
import { isConnectionError } from './connection-error.ts'
import { inOneWrite } from './in-one-write.ts'
import { ScopedQuery, type ScopedStatement } from './scoped-wire-query.ts'

export type { ScopedStatement }

/** A statement with its parameters. */
export interface ScopedRead {
  statement: ScopedStatement
  values: unknown[]
}

/** Runs reads inside an account, sent together and answered in one round trip. Rows come as `rowTypes` says. */
export const readTogether = async (
  pool: pg.Pool,
  accountId: string,
  reads: ScopedRead[],
): Promise<unknown[][]> => {
  const client = await pool.connect()
  const sent = inOneWrite(client, () => reads.map((read) => send(client, accountId, read)))
  const settled = await Promise.allSettled(sent.map(({ answer }) => answer))
  const failed = settled.findIndex(({ status }) => status === 'rejected')
  const [query, outcome] = [sent[failed]?.query, settled[failed]]
  if (query && outcome?.status === 'rejected') {
    client.release(isSpoilt(query, outcome.reason))
    throw outcome.reason
  }
  client.release()
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : []))
}

/** Runs a read inside an account, in one round trip. Rows come as `rowTypes` says. */
export const readInAccount = async <Row>(
  pool: pg.Pool,
  accountId: string,
  statement: ScopedStatement,
  values: unknown[],
): Promise<Row[]> => {
  const client = await pool.connect()
  const { query, answer } = send(client, accountId, { statement, values })
  try {
    const rows = await answer
    client.release()
    return rows as Row[]
  } catch (error) {
    client.release(isSpoilt(query, error))
    throw error
  }
}

const send = (
  client: pg.PoolClient,
  accountId: string,
  { statement, values }: ScopedRead,
): { query: ScopedQuery; answer: Promise<unknown[]> } => {
  const { promise, resolve, reject } = Promise.withResolvers<unknown[]>()
  const query = new ScopedQuery(accountId, statement, values, (error, result) =>
    error ? reject(error) : resolve(query.columns ? query.arrays : result.rows),
  )
  client.query(query)
  return { query, answer: promise }
}

/**
 * Whether a connection is of no more use after an error. One that failed at preparing a statement is: pg takes the
 * entering statement's success for that of both, and would go on with a statement that isn't there.
 */
const isSpoilt = (query: ScopedQuery, error: unknown): boolean => query.isFirst || isConnectionError(error)

import pg from 'pg'
import type { Logger } from '../platform/log.ts'

/** What every part of the simulated carrier works with. */
export interface CarrierContext {
  pool: pg.Pool
  logger: Logger
  authId: string
  authToken: string
  /** Where the receiver of webhooks really listens, without a trailing slash. */
  webhookBaseUrl: string
  /** The receiver's address as the receiver knows it: what signatures are computed over. */
  signatureBaseUrl: string
  /** Where the public finds the sandbox itself, prefix included: media URLs start with it. */
  selfUrl: () => string
  /** How long a webhook may take, in ms (Plivo: 8000). */
  webhookTimeoutMs: number
  /** The waits before a refused webhook is tried again, in ms (Plivo: 60, 120 and 240 s). */
  retryDelaysMs: readonly number[]
}

/** A connection or pool: whatever runs SQL. */
export type Database = Pick<pg.Pool, 'query'>

/** The simulated carrier's own pool, its tables on the search path. */
export function createCarrierPool(databaseUrl: string, logger: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c search_path=parley_sandbox',
    application_name: 'parley-sandbox',
    max: 6,
  })
  pool.on('error', (err) => logger.warn({ err }, 'sandbox: an idle database connection broke'))
  return pool
}

/** Runs `work` in one transaction. */
export async function inCarrierTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // Closed rather than rolled back: the connection itself may be what failed.
    client.release(true)
    throw error
  }
}

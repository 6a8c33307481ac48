import type { Socket } from 'node:net'
import type pg from 'pg'

/**
 * How long a query may go without an answer, in ms. A database host that vanishes (failover, firewall) breaks no
 * connection: without a limit, what is under way would wait for TCP to give up, a quarter of an hour. The connection
 * is dropped then, and the work fails as for any database that is away (R44).
 */
export const QUERY_PATIENCE_MS = 20_000

/** What pg's types leave out (pg 8.23, lib/client.js); held by database-away.test.ts. */
interface WireClient {
  /** Whether nothing is under way. */
  readyForQuery: boolean
  connection: { stream: Socket }
}

/**
 * Drops the pool's connections that stay silent under a query. By the socket's own clock: pg's `query_timeout` makes
 * a timer for each query, which holds the rows until V8's next full collection; that cost a third of a page's CPU.
 */
export const dropSilent = (pool: pg.Pool): void => {
  pool.on('connect', (client) => {
    const wire = client as unknown as WireClient
    const { stream } = wire.connection
    stream.setTimeout(QUERY_PATIENCE_MS, () => {
      if (!wire.readyForQuery) stream.destroy(new Error('Query read timeout'))
    })
  })
}

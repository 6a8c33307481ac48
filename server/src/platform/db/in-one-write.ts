import type { Socket } from 'node:net'
import type pg from 'pg'

/**
 * Sends the queries that `submit` makes in one write. pg's pipeline writes each by itself, and each write wakes the
 * server for one statement.
 */
export const inOneWrite = <Result>(client: pg.PoolClient, submit: () => Result): Result => {
  // pg doesn't type its connection; it is where its own queries cork the socket, too.
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  try {
    return submit()
  } finally {
    stream.uncork()
  }
}

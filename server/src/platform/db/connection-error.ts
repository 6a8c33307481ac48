import pg from 'pg'

/** An error with a five-character SQLSTATE came from a server that is fine; anything else spoils the connection. */
export const isConnectionError = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError && error.code?.length === 5 && !error.code.startsWith('57'))

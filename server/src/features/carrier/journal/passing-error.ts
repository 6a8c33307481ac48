import pg from 'pg'

/**
 * SQLSTATE classes that pass by themselves: connection, transaction state (a standby is read-only, an idle one is
 * ended), rollback for concurrency, resources, locks, shutdown, the system beneath.
 */
const passing = /^(08|25|40|53|55|57|58)/

/**
 * Whether an error is the database's trouble (worth another try later, all entries alike) rather than of the entry
 * at hand (which would fail again).
 */
export const isPassing = (error: unknown): boolean =>
  error instanceof pg.DatabaseError
    ? passing.test(error.code ?? '')
    : error instanceof Error && ('code' in error || /connection|timeout/i.test(error.message))

import type { WriteContext } from '../context.ts'
import type { Change } from './change.ts'

/**
 * Adds an entry to the account's log, to be written with the transaction, and gives its sequence. Called by
 * actions only (architecture, rule 5): nothing else pushes or enqueues.
 */
export const recordChange = (ctx: WriteContext, change: Change): number => {
  ctx.changes.push(change)
  return ctx.head + ctx.changes.length
}

import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import type { PlainFilter } from './inbox-page.queries.ts'

/** How many conversations of an account there are, by status and by whether they are read. Exact. */
export interface InboxCounts {
  accountRowId: string
  OPEN: { read: number; unread: number }
  SNOOZED: { read: number; unread: number }
  CLOSED: { read: number; unread: number }
}

interface Columns {
  account_id: string
  open_read: number
  open_unread: number
  snoozed_read: number
  snoozed_unread: number
  closed_read: number
  closed_unread: number
}

const COUNTS = {
  name: 'inbox_counts',
  text: `
    select account_id, open_read, open_unread, snoozed_read, snoozed_unread, closed_read, closed_unread
    from account_heads where account_id = any($1::uuid[])`,
}

/** Counters by account; row-level security leaves the actor's own. */
export const countsByAccount = defineLoader<InboxCounts>(
  async (ctx, ids) => {
    const rows = await readInAccount<Columns>(ctx.db.pool, ctx.actor.accountId, COUNTS, [ids])
    return rows.map((row) => ({
      accountRowId: row.account_id,
      OPEN: { read: row.open_read, unread: row.open_unread },
      SNOOZED: { read: row.snoozed_read, unread: row.snoozed_unread },
      CLOSED: { read: row.closed_read, unread: row.closed_unread },
    }))
  },
  (counts) => counts.accountRowId,
)

const statuses = ['OPEN', 'SNOOZED', 'CLOSED'] as const

/** How many a plain filter leaves. */
export const countOf = (counts: InboxCounts, filter: PlainFilter): number =>
  statuses
    .filter((status) => filter.statuses.length === 0 || filter.statuses.includes(status))
    .map(
      (status) =>
        (filter.unread === true ? 0 : counts[status].read) +
        (filter.unread === false ? 0 : counts[status].unread),
    )
    .reduce((sum, count) => sum + count, 0)

/** How many are unread, whatever their status (R36). */
export const unreadOf = (counts: InboxCounts): number => countOf(counts, { statuses: [], unread: true })

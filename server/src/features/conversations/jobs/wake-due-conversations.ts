import type { Context } from '../../../platform/context.ts'
import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { wakeConversations } from '../actions/wake-conversations.ts'

const BATCH = 500

/** $1 now, $2 accounts to pass over. By the index conversations_due_snoozes: as many rows as it gives, however many conversations there are. */
export const DUE = `
  select account_id as "accountId", id from conversations
  where status = 'SNOOZED' and snoozed_until <= $1 and account_id <> all ($2::uuid[])
  order by snoozed_until limit ${BATCH}`

interface DueRow {
  accountId: string
  id: string
}

/**
 * R26: wakes every conversation whose snooze is due, however long ago: a sweep over rows, so that nothing is missed
 * while no worker runs. An account that fails is left for the next sweep, and doesn't hold up the others.
 */
export const wakeDueConversations = async (
  db: Database,
  contextFor: (accountId: string) => Context,
): Promise<void> => {
  const failed = new Set<string>()
  for (;;) {
    const due = await querySystem<DueRow & Record<string, unknown>>(db, DUE, [new Date(), [...failed]])
    for (const [accountId, rows] of Map.groupBy(due, (row) => row.accountId)) {
      const ctx = contextFor(accountId)
      const ids = rows.map((row) => row.id)
      try {
        await wakeConversations(ctx, ids)
      } catch (error) {
        failed.add(accountId)
        ctx.log.error({ err: error, accountId }, 'due snoozes could not be woken; the next sweep tries again')
      }
    }
    if (due.length < BATCH) return
  }
}

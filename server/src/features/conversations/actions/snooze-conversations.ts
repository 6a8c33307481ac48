import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { snooze } from '../conversation-rules.ts'
import { type SnoozeAsked, snoozeTime } from '../snooze-time.ts'
import { type BulkResult, changeConversations } from './change-conversations.ts'

const ZONE = 'select time_zone as "timeZone" from accounts where id = entered_account()'

/**
 * R26, B6: snoozes conversations until a time, which marks them read (R27). The same time holds for all of them.
 * @throws userErrors as `snoozeTime` does; then none is changed
 */
export const snoozeConversations = (ctx: Context, ids: string[], asked: SnoozeAsked): Promise<BulkResult> =>
  inTransaction(ctx, async (ctx) => {
    const [account] = await sql<{ timeZone: string }>(ctx, ZONE, [])
    if (!account) throw new Error('no such account')
    const until = snoozeTime(asked, account.timeZone, ctx.now)
    return changeConversations(ctx, ids, (conversation) => snooze(conversation, until))
  })

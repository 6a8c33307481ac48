import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { findScheduledReply, recordScheduledChange } from '../scheduled-messages.ts'

/**
 * Calls a scheduled reply off (B4): it stays in the thread, as `CANCELED`, and never goes out. Refuses with `NOT_FOUND`,
 * and with `NOT_SCHEDULED` for one that a worker was quicker with.
 */
export const cancelScheduledMessage = (ctx: Context, messageId: string): Promise<{ messageId: string }> =>
  inTransaction(ctx, async (ctx) => {
    const scheduled = await findScheduledReply(ctx, messageId)
    scheduled.message.status = 'CANCELED'
    scheduled.message.heldReason = null
    scheduled.message.nextAttemptAt = null
    return recordScheduledChange(ctx, scheduled)
  })

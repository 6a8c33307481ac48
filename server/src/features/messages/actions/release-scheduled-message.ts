import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { passGate } from '../reply-gate.ts'
import { findScheduledReply, recordScheduledChange } from '../scheduled-messages.ts'

/**
 * Lets a scheduled reply go that is held because the person wrote (B4): at its time, or at once if that has passed.
 * Refuses with `NOT_FOUND`, `NOT_SCHEDULED`, `NOT_HELD`, and with the gate's reasons (R19).
 */
export const releaseScheduledMessage = (ctx: Context, messageId: string): Promise<{ messageId: string }> =>
  inTransaction(ctx, async (ctx) => {
    const scheduled = await findScheduledReply(ctx, messageId)
    const { message, conversation } = scheduled
    if (message.heldReason !== 'PERSON_WROTE')
      throw userError('NOT_HELD', 'This message is not held: it goes out at its time by itself.', ['id'])
    await passGate(ctx, conversation, { purpose: 'SCHEDULED' }, ['id'])
    message.heldReason = null
    message.nextAttemptAt = message.scheduledAt ?? ctx.now
    return recordScheduledChange(ctx, scheduled)
  })

import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { explainFailure } from '../../carrier/error-codes.ts'
import { Conversation } from '../../conversations/conversation.entity.ts'
import type { GateReason } from '../gate.ts'
import { Message } from '../message.entity.ts'
import { passGate } from '../reply-gate.ts'

/**
 * Sends a message again that failed and may be tried again, or whose outcome is unknown and whose agent takes the
 * risk that the person gets it twice (R22). A reply goes out as one that is sent now, also if it was scheduled once. Asks
 * the gate, as the worker does again (R19): refuses with its reasons, and with warnings that are overridden neither now
 * nor before.
 */
export const retryMessage = (
  ctx: Context,
  messageId: string,
  overrideWarnings: GateReason[] = [],
): Promise<{ messageId: string }> =>
  inTransaction(ctx, async (ctx) => {
    const { accountId } = ctx.actor
    const message = await ctx.em.findOne(Message, { id: messageId, accountId, direction: 'OUTBOUND' })
    if (!message) throw userError('NOT_FOUND', 'There is no such message.', ['id'])
    if (!canRetry(message)) throw userError('NOT_RETRYABLE', 'This message cannot be sent again.', ['id'])
    const conversation = await ctx.em.findOne(
      Conversation,
      { profile: message.profileId, accountId },
      { populate: ['profile'] },
    )
    message.overrideWarnings = [...new Set([...message.overrideWarnings, ...overrideWarnings])]
    if (message.kind === 'REPLY' && conversation) {
      message.scheduledAt = null
      await passGate(ctx, conversation, { purpose: 'REPLY', overrideWarnings: message.overrideWarnings }, [
        'id',
      ])
    }
    message.status = 'QUEUED'
    message.failureCode = null
    message.failureDetail = null
    message.carrierMessageId = null
    message.sendStartedAt = null
    message.nextAttemptAt = ctx.now
    recordChange(ctx, {
      kind: 'MESSAGE_CHANGED',
      messageId,
      conversationId: conversation?.id,
      profileId: message.profileId,
    })
    return { messageId }
  })

const canRetry = (message: Message): boolean => {
  if (message.status === 'UNKNOWN') return true
  if (message.status !== 'FAILED' && message.status !== 'UNDELIVERED') return false
  return explainFailure(message.failureCode ?? '1000').retryable
}

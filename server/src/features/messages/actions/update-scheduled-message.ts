import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { UserErrors, userError } from '../../../platform/errors.ts'
import { shortensLinks } from '../compose-claimed.ts'
import { composeReply } from '../compose-reply.ts'
import type { Message } from '../message.entity.ts'
import { writtenProblem } from '../reply-text.ts'
import { readSendAt } from '../schedule-rules.ts'
import { findScheduledReply, recordScheduledChange } from '../scheduled-messages.ts'

/** What to change of a scheduled reply; what is absent or null stays. */
export interface ScheduledEdit {
  text?: string | null
  /** ISO 8601. */
  sendAt?: string | null
}

/**
 * Edits a scheduled reply (B4). The agent has seen it by that, so one that was held because the person wrote is held no
 * longer; if its time has passed meanwhile, a new one must be given. Refuses with `NOT_FOUND`, `NOT_SCHEDULED`,
 * `NOTHING_TO_CHANGE`, and as `sendReply` does for text and time.
 */
export const updateScheduledMessage = (
  ctx: Context,
  messageId: string,
  { text, sendAt }: ScheduledEdit,
): Promise<{ messageId: string }> =>
  inTransaction(ctx, async (ctx) => {
    const scheduled = await findScheduledReply(ctx, messageId)
    if (text == null && sendAt == null)
      throw userError('NOTHING_TO_CHANGE', 'Give another text, another time, or both.', ['text'])
    const { message } = scheduled
    if (text != null) await changeText(ctx, message, text)
    if (sendAt != null) message.scheduledAt = readSendAt(sendAt, ctx.now, ['sendAt'])
    else if (message.heldReason === 'PERSON_WROTE' && message.scheduledAt && message.scheduledAt <= ctx.now)
      throw userError('SEND_AT_PAST', 'Its time has passed while it was held; choose a later one.', [
        'sendAt',
      ])
    message.heldReason = sendAt == null && message.heldReason === 'QUIET_HOURS' ? 'QUIET_HOURS' : null
    message.nextAttemptAt = message.scheduledAt ?? null
    return recordScheduledChange(ctx, scheduled)
  })

const changeText = async (ctx: WriteContext, message: Message, text: string): Promise<void> => {
  const hasMedia = message.mediaIds != null
  const problem = writtenProblem(text, ['text'], hasMedia)
  if (problem) throw new UserErrors([problem])
  const { id, profileId, composition } = message
  const shortenLinks = composition == null ? null : shortensLinks(composition)
  Object.assign(
    message,
    await composeReply(ctx, { messageId: id, profileId, text, shortenLinks, hasMedia }, 'LATER', ['text']),
  )
}

import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { Conversation } from '../conversation.entity.ts'
import { wake } from '../conversation-rules.ts'

/**
 * R26: opens those of the conversations whose snooze is due, at the top of the list in the order that they were due in,
 * and marks them until someone looks. Others are left as they are, so that it may come twice. Gives how many it woke.
 */
export const wakeConversations = (ctx: Context, ids: string[]): Promise<number> =>
  inTransaction(ctx, async (ctx) => {
    const conversations = await ctx.em.find(
      Conversation,
      { id: { $in: ids }, accountId: ctx.actor.accountId },
      { orderBy: { snoozedUntil: 'asc', activitySeq: 'asc' } },
    )
    const woken = conversations.filter((conversation) => wake(conversation, ctx.now))
    for (const conversation of woken)
      conversation.activitySeq = recordChange(ctx, {
        kind: 'CONVERSATION_CHANGED',
        conversationId: conversation.id,
        profileId: conversation.profile.id,
      })
    return woken.length
  })

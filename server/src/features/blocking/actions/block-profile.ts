import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { closeConversations } from '../../conversations/actions/close-conversations.ts'
import { Conversation } from '../../conversations/conversation.entity.ts'
import { findProfile } from './find-profile.ts'

/**
 * R29: blocks a person. The conversation is closed, and so read; texts that come from then on are counted and kept from
 * view, and nobody is told of them. One who is blocked already stays blocked by whom and since when they are.
 * @throws userErrors NOT_FOUND
 */
export const blockProfile = (ctx: Context, profileId: string): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const profile = await findProfile(ctx, profileId)
    if (profile.blockedAt) return
    profile.blockedAt = ctx.now
    profile.blockedBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null
    profile.blockedMessageCount = 0
    const conversationId = await closeConversationOf(ctx, profileId)
    recordChange(ctx, { kind: 'PROFILE_CHANGED', profileId, conversationId })
  })

const closeConversationOf = async (ctx: WriteContext, profileId: string): Promise<string | null> => {
  const conversation = await ctx.em.findOne(Conversation, {
    profile: profileId,
    accountId: ctx.actor.accountId,
  })
  if (!conversation) return null
  await closeConversations(ctx, [conversation.id])
  return conversation.id
}

import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import type { UserErrorItem } from '../../../platform/errors.ts'
import { Conversation } from '../conversation.entity.ts'
import type { ConversationState } from '../conversation-rules.ts'

/** What a bulk action did (B7): `ids` of those found, in the order asked, and an error for each that was not. */
export interface BulkResult {
  ids: string[]
  userErrors: UserErrorItem[]
}

/** Applies a rule to many conversations in one transaction; those that it leaves as they are make no log entry. */
export const changeConversations = (
  ctx: Context,
  ids: string[],
  rule: (conversation: ConversationState) => void,
): Promise<BulkResult> =>
  inTransaction(ctx, async (ctx) => {
    const conversations = await ctx.em.find(Conversation, {
      id: { $in: ids },
      accountId: ctx.actor.accountId,
    })
    const found = new Map(conversations.map((conversation) => [conversation.id, conversation]))
    for (const conversation of conversations) {
      const before = stateOf(conversation)
      rule(conversation)
      if (stateOf(conversation) !== before)
        recordChange(ctx, {
          kind: 'CONVERSATION_CHANGED',
          conversationId: conversation.id,
          profileId: conversation.profile.id,
        })
    }
    return {
      ids: ids.filter((id) => found.has(id)),
      userErrors: ids.flatMap((id, index) => (found.has(id) ? [] : [notFound(index)])),
    }
  })

/** "Not yours" and "does not exist" are the same answer (R3). */
const notFound = (index: number): UserErrorItem => ({
  code: 'NOT_FOUND',
  message: 'There is no such conversation.',
  field: ['ids', String(index)],
})

const stateOf = ({
  status,
  snoozedUntil,
  isUnread,
  waitingSince,
  isBackFromSnooze,
  possibleOptOut,
}: ConversationState): string =>
  JSON.stringify([status, snoozedUntil, isUnread, waitingSince, isBackFromSnooze, possibleOptOut])

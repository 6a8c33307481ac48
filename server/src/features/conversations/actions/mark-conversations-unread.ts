import type { Context } from '../../../platform/context.ts'
import { markUnread } from '../conversation-rules.ts'
import { type BulkResult, changeConversations } from './change-conversations.ts'

/** R28: marks conversations unread again. */
export const markConversationsUnread = (ctx: Context, ids: string[]): Promise<BulkResult> =>
  changeConversations(ctx, ids, markUnread)

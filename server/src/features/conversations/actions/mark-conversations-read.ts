import type { Context } from '../../../platform/context.ts'
import { markRead } from '../conversation-rules.ts'
import { type BulkResult, changeConversations } from './change-conversations.ts'

/** R28: marks conversations read, for the whole account. */
export const markConversationsRead = (ctx: Context, ids: string[]): Promise<BulkResult> =>
  changeConversations(ctx, ids, markRead)

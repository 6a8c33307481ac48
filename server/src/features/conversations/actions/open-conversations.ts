import type { Context } from '../../../platform/context.ts'
import { open } from '../conversation-rules.ts'
import { type BulkResult, changeConversations } from './change-conversations.ts'

/** R27: reopens conversations, closed or snoozed. */
export const openConversations = (ctx: Context, ids: string[]): Promise<BulkResult> =>
  changeConversations(ctx, ids, open)

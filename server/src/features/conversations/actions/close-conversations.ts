import type { Context } from '../../../platform/context.ts'
import { close } from '../conversation-rules.ts'
import { type BulkResult, changeConversations } from './change-conversations.ts'

/** R27: closes conversations, which marks them read. */
export const closeConversations = (ctx: Context, ids: string[]): Promise<BulkResult> =>
  changeConversations(ctx, ids, close)

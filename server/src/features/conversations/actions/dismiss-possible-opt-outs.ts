import type { Context } from '../../../platform/context.ts'
import { dismissPossibleOptOut } from '../conversation-rules.ts'
import { type BulkResult, changeConversations } from './change-conversations.ts'

/** B2: what was flagged as a possible opt-out was none; automation goes on (R16). */
export const dismissPossibleOptOuts = (ctx: Context, ids: string[]): Promise<BulkResult> =>
  changeConversations(ctx, ids, dismissPossibleOptOut)

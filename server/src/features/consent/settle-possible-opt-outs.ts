import type { WriteContext } from '../../platform/context.ts'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { sql } from '../../platform/db/in-transaction.ts'

const SETTLE = `
  update conversations set possible_opt_out = false
  where account_id = entered_account() and profile_id = any ($1) and possible_opt_out`

/**
 * R16: who is opted out has no possible opt-out left to settle. The change of consent that it comes with is in the log
 * under the conversation, too, and tells of both.
 */
export const possibleOptOutStatements = (profileIds: string[]): Statement[] =>
  profileIds.length === 0 ? [] : [{ name: 'settle_possible_opt_outs', text: SETTLE, values: [profileIds] }]

/** The same in an action's transaction. */
export const settlePossibleOptOuts = async (ctx: WriteContext, profileIds: string[]): Promise<void> => {
  for (const { text, values } of possibleOptOutStatements(profileIds)) await sql(ctx, text, values)
}

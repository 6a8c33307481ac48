import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { Account } from '../account.entity.ts'
import { type AccountFields, readAccountFields } from '../account-input.ts'

/**
 * Changes what is said of the account (R2): all of what is given, or nothing if any of it is wrong. A call that changes
 * nothing makes no log entry.
 * @throws UserErrors NAME_REQUIRED, NAME_INVALID, PREFIX_REQUIRED, PREFIX_INVALID, EMAIL_INVALID, TIME_ZONE_INVALID,
 * ATTRIBUTION_WINDOW_INVALID
 */
export const updateAccount = (ctx: Context, input: AccountFields): Promise<void> => {
  const changed = readAccountFields(input)
  return inTransaction(ctx, async (ctx) => {
    const account = await ctx.em.findOneOrFail(Account, { id: ctx.actor.accountId })
    const before = JSON.stringify(account)
    Object.assign(account, changed)
    // What texts say and how texts are attributed is part of the settings that subscribers show.
    if (JSON.stringify(account) !== before) recordChange(ctx, { kind: 'SETTINGS_CHANGED' })
  })
}

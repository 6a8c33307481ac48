import { changeParameters, WRITE_CHANGES } from '../../../platform/change-log/write-changes.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { sql } from '../../../platform/db/in-transaction.ts'
import { newId } from '../../../platform/ids.ts'
import { readAccountFields } from '../account-input.ts'

export interface NewAccount {
  name: string
  /** How texts begin that name the sender. */
  organizationPrefix: string
  /** IANA name. */
  timeZone: string
}

const CREATE = `
  with account as (insert into accounts (id, name, organization_prefix, time_zone) values ($1, $2, $3, $4)),
  head as (insert into account_heads (account_id) values ($1))
  insert into inbox_settings (account_id) values ($1)`

/**
 * Makes an account with an empty log and every setting at its default, and gives its id. It is made from inside
 * itself: its transaction enters it first, so that making one takes no more rights than any other write. `alongside`
 * adds writes to the same transaction, such as its numbers. @throws UserErrors NAME_REQUIRED, NAME_INVALID,
 * PREFIX_REQUIRED, PREFIX_INVALID, TIME_ZONE_INVALID
 */
export const createAccount = async (
  base: Omit<Context, 'actor'>,
  input: NewAccount,
  alongside: (ctx: WriteContext) => Promise<void> = async () => undefined,
): Promise<{ accountId: string }> => {
  const { name, organizationPrefix, timeZone } = readAccountFields(input)
  const accountId = newId()
  await base.db.orm.em.fork().transactional(async (em) => {
    const actor = { kind: 'system', accountId } as const
    const ctx: WriteContext = { ...base, actor, em, head: 0, changes: [] }
    await sql(ctx, `select set_config('parley.account_id', $1, true)`, [accountId])
    await sql(ctx, CREATE, [accountId, name, organizationPrefix, timeZone])
    await alongside(ctx)
    await em.flush()
    if (ctx.changes.length > 0)
      await sql(ctx, WRITE_CHANGES.text, changeParameters(accountId, 0, ctx.changes))
  })
  return { accountId }
}

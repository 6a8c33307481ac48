import type { Context } from '../../../platform/context.ts'
import { querySystem } from '../../../platform/db/as-system.ts'
import type { Database } from '../../../platform/db/database.ts'
import { countClicks } from '../actions/count-clicks.ts'

/** Accounts that are looked after in one sweep; the next one takes the others. */
const MOST_ACCOUNTS = 100

/** From one account to the next in the index, past all the clicks that each has. */
export const ACCOUNTS = `
  with recursive waiting as (
    (select account_id from link_clicks where not is_counted order by account_id limit 1)
    union all
    select (select c.account_id from link_clicks c where not c.is_counted and c.account_id > w.account_id
      order by c.account_id limit 1)
    from waiting w where w.account_id is not null
  )
  select account_id as "accountId" from waiting where account_id is not null limit ${MOST_ACCOUNTS}`

/** Counts what was clicked since the last sweep, in every account (R34). */
export const sweepClicks = async (
  db: Database,
  contextFor: (accountId: string) => Context,
): Promise<void> => {
  for (const { accountId } of await querySystem<{ accountId: string }>(db, ACCOUNTS, []))
    while ((await countClicks(contextFor(accountId))) > 0);
}

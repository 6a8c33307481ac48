import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { Account } from './account.graphql.ts'

export interface AccountRow extends Account {
  rowId: string
}

const BY_ID = {
  name: 'accounts_by_id',
  text: `
    select id as "rowId", name, organization_prefix as "organizationPrefix", contact_email as "contactEmail",
      time_zone as "timeZone", attribution_window_hours as "attributionWindowHours",
      shopify_shop is not null as "shopifyConnected"
    from accounts where id = $1 and id = any($2::uuid[])`,
}

export const accountById = defineLoader<AccountRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<Omit<AccountRow, 'id'>>(ctx.db.pool, accountId, BY_ID, [accountId, ids])
    return rows.map((row) => ({ ...row, id: toGlobalId('Account', row.rowId) }))
  },
  (account) => account.rowId,
)

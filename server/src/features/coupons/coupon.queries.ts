import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { CouponRow } from './coupon.graphql.ts'

const columns = `id as "rowId", name, type, code, case type when 'UNIQUE' then available end as available`

const withId = (row: CouponRow): CouponRow => ({ ...row, id: toGlobalId('Coupon', row.rowId) })

const BY_ID = {
  name: 'coupons_by_id',
  text: `select ${columns} from coupons where account_id = $1 and id = any($2::uuid[])`,
}

export const couponById = defineLoader<CouponRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<CouponRow>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(withId)
  },
  (coupon) => coupon.rowId,
)

/** Coupons that an account may have: the composer's list shows all of them. */
export const MOST_COUPONS = 1_000

/** By name. */
export const ALL = {
  name: 'coupons',
  text: `select ${columns} from coupons where account_id = $1 order by name limit ${MOST_COUPONS}`,
}

/** Every coupon of the account, by name. */
export const allCoupons = async (ctx: RequestContext): Promise<CouponRow[]> => {
  const { accountId } = ctx.actor
  return (await readInAccount<CouponRow>(ctx.db.pool, accountId, ALL, [accountId])).map(withId)
}

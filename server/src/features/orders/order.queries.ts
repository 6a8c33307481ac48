import { readInAccount } from '../../platform/db/scoped-query.ts'
import { fromMomentCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type PageReader, pageOf, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { Fulfillment, OrderLine, OrderRow } from './order.graphql.ts'

const amounts = ['subtotal', 'discounts', 'shipping', 'tax', 'total', 'refunded'] as const

type Columns = Record<(typeof amounts)[number], string> & {
  id: string
  name: string
  placed_at: string
  cursor_at: string
  financial_status: string | null
  fulfillment_status: string | null
  canceled_at: string | null
  currency: string
  discount_codes: string[]
  line_items: OrderLine[]
  fulfillments: Fulfillment[]
  status_url: string | null
}

// Two decimals at least, as shops write them; more only where there are any.
const columns = `id, name, placed_at, placed_at::text as cursor_at, financial_status, fulfillment_status, canceled_at, currency,
  ${amounts.map((amount) => `round(${amount}, greatest(2, min_scale(${amount})))::text as ${amount}`).join(', ')},
  discount_codes, line_items, fulfillments, status_url`

const toOrder = (row: Columns): OrderRow => {
  const money = (amount: string) => ({ amount, currencyCode: row.currency })
  return {
    id: toGlobalId('Order', row.id),
    rowId: row.id,
    name: row.name,
    placedAt: row.placed_at,
    cursorAt: row.cursor_at,
    financialStatus: row.financial_status,
    fulfillmentStatus: row.fulfillment_status,
    canceledAt: row.canceled_at,
    subtotal: money(row.subtotal),
    discounts: money(row.discounts),
    shipping: money(row.shipping),
    tax: money(row.tax),
    total: money(row.total),
    refunded: money(row.refunded),
    discountCodes: row.discount_codes,
    lineItems: row.line_items,
    fulfillments: row.fulfillments,
    statusUrl: row.status_url,
  }
}

const BY_ID = {
  name: 'orders_by_id',
  text: `select ${columns} from orders where account_id = $1 and id = any($2::uuid[])`,
}

export const orderById = defineLoader<OrderRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<Columns>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(toOrder)
  },
  (order) => order.rowId,
)

const PAGES = bySize((size) => ({
  name: `orders_${size}`,
  text: `
    select ${columns} from orders
    where account_id = $1 and profile_id = $2 and (placed_at, id) < ($3::timestamptz, $4::uuid)
    order by placed_at desc, id desc limit ${size + 1}`,
}))

const cursorOf = (order: OrderRow): string => toCursor(order.cursorAt, order.rowId)

/** A person's orders, the newest first. */
export const orderPage = (
  ctx: RequestContext,
  profileId: string,
  asked: { first: number; after: string | null | undefined },
): PageReader<OrderRow> => {
  const { accountId } = ctx.actor
  const from = fromMomentCursor('after', asked.after)
  return async () => {
    const values = [accountId, profileId, from.at, from.id]
    const rows = await readInAccount<Columns>(
      ctx.db.pool,
      accountId,
      PAGES[statementSize(asked.first)],
      values,
    )
    return pageOf(rows.map(toOrder), asked.first, cursorOf, asked.after != null)
  }
}

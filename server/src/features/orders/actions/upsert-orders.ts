import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { newId } from '../../../platform/ids.ts'
import { creditOrders } from '../credit-orders.ts'
import type { Fulfillment, OrderLine } from '../order.graphql.ts'

/** An order as its shop tells it; parsed already. Amounts are decimals as strings, all in the order's currency. */
export interface ShopOrder {
  /** Its id in the shop. */
  externalId: string
  /** Row id of the person, if they are known. */
  profileId: string | null
  name: string
  placedAt: Date
  /** When the shop last changed it: an older telling changes nothing. */
  updatedAt: Date
  financialStatus: string | null
  fulfillmentStatus: string | null
  canceledAt: Date | null
  currency: string
  subtotal: string
  discounts: string
  shipping: string
  tax: string
  total: string
  refunded: string
  discountCodes: string[]
  lineItems: OrderLine[]
  fulfillments: Fulfillment[]
  statusUrl: string | null
}

const amounts = ['subtotal', 'discounts', 'shipping', 'tax', 'total', 'refunded']
const columns = [
  ...[
    'profile_id',
    'external_id',
    'name',
    'placed_at',
    'updated_at',
    'financial_status',
    'fulfillment_status',
  ],
  ...['canceled_at', 'currency', ...amounts, 'discount_codes', 'line_items', 'fulfillments', 'status_url'],
]

/** A person of another account is nobody (R3). */
const given = (column: string): string =>
  column === 'profile_id'
    ? '(select p.id from profiles p where p.account_id = entered_account() and p.id = n.profile_id)'
    : `n.${column}`

/** `json_populate_recordset` reads each column's type from the table. */
const UPSERT = `
  insert into orders as o (id, account_id, ${columns.join(', ')})
  select n.id, entered_account(), ${columns.map(given).join(', ')}
  from json_populate_recordset(null::orders, $1::json) n
  on conflict (account_id, external_id) do update
    set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
    where o.updated_at < excluded.updated_at
  returning o.id, o.profile_id as "profileId",
    (select c.id from conversations c where c.profile_id = o.profile_id) as "conversationId"`

interface Written {
  id: string
  profileId: string | null
  conversationId: string | null
}

/**
 * Writes orders (R32) and credits them (R34). An order is the same by its id in the shop; what is older than what is
 * there already changes nothing, so that tellings may come late, twice and in any order. Of one order several times in
 * a call the newest counts. Tells of each person whose orders changed. Gives the row ids of those that did.
 */
export const upsertOrders = (ctx: Context, orders: ShopOrder[]): Promise<string[]> =>
  inTransaction(ctx, async (ctx) => {
    const rows = newest(orders).map(rowOf)
    if (rows.length === 0) return []
    const written = await sql<Written>(ctx, UPSERT, [JSON.stringify(rows)])
    const ids = written.map(({ id }) => id)
    await creditOrders(ctx, ids)
    const people = new Map(written.map((one) => [one.profileId, one.conversationId]))
    for (const [profileId, conversationId] of people)
      if (profileId) recordChange(ctx, { kind: 'PROFILE_CHANGED', profileId, conversationId })
    return ids
  })

const newest = (orders: ShopOrder[]): ShopOrder[] => {
  const byId = new Map<string, ShopOrder>()
  for (const order of orders) {
    const known = byId.get(order.externalId)
    if (!known || known.updatedAt < order.updatedAt) byId.set(order.externalId, order)
  }
  return [...byId.values()]
}

const rowOf = (order: ShopOrder) => ({
  id: newId(),
  profile_id: order.profileId,
  external_id: order.externalId,
  name: order.name,
  placed_at: order.placedAt,
  updated_at: order.updatedAt,
  financial_status: order.financialStatus,
  fulfillment_status: order.fulfillmentStatus,
  canceled_at: order.canceledAt,
  currency: order.currency,
  subtotal: order.subtotal,
  discounts: order.discounts,
  shipping: order.shipping,
  tax: order.tax,
  total: order.total,
  refunded: order.refunded,
  discount_codes: order.discountCodes,
  line_items: order.lineItems,
  fulfillments: order.fulfillments,
  status_url: order.statusUrl,
})

import type { WriteContext } from '../../platform/context.ts'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { creditSources } from '../campaigns/source-figures.ts'

/** What a source gains by orders, or gives back: an amount below zero. */
export interface OrderCredit {
  sourceId: string
  currency: string
  amount: string
}

/**
 * The last touch before the order and within the account's window: a click in a campaign's or flow's message, or such a
 * message that the person received. Answers of agents belong to no source, and take nothing away.
 */
const TOUCH = `
  select t.source_id, t.message_id from (
    (select c.source_id, c.message_id, c.at from link_clicks c
      where c.account_id = entered_account() and c.profile_id = o.profile_id and c.source_id is not null
        and c.at <= o.placed_at and c.at > o.placed_at - w.hours
      order by c.at desc limit 1)
    union all
    (select m.source_id, m.id, m.sent_at from messages m
      where m.account_id = entered_account() and m.profile_id = o.profile_id and m.source_id is not null
        and m.direction = 'OUTBOUND' and m.status in ('SENT', 'DELIVERED')
        and m.sent_at <= o.placed_at and m.sent_at > o.placed_at - w.hours
      order by m.sent_at desc limit 1)
  ) t order by t.at desc limit 1`

const CREDIT = `
  with found as (
    select o.id, o.currency, c.source_id as old_source, c.currency as old_currency, c.amount as old_amount,
      case when o.canceled_at is null then greatest(o.total - o.refunded, 0) else 0 end as amount,
      coalesce(c.source_id, t.source_id) as source_id, coalesce(c.message_id, t.message_id) as message_id
    from (select make_interval(hours => attribution_window_hours) as hours from accounts where id = entered_account()) w
    cross join json_array_elements_text($1::json) as n(id)
    join orders o on o.account_id = entered_account() and o.id = n.id::uuid
    left join order_credits c on c.order_id = o.id
    left join lateral (${TOUCH}) t on c.order_id is null
  ), written as (
    insert into order_credits (order_id, account_id, source_id, message_id, currency, amount)
    select id, entered_account(), source_id, message_id, currency, amount from found where source_id is not null
    on conflict (order_id) do update set currency = excluded.currency, amount = excluded.amount
  )
  select source_id as "sourceId", currency, amount::text from (
    select old_source, old_currency, -old_amount from found where old_source is not null
    union all
    select source_id, currency, amount from found where source_id is not null
  ) d(source_id, currency, amount) where amount <> 0`

/** The statement that finds what orders of these row ids are credited to, writes it, and gives what sources gain by it. */
export const creditStatement = (orderIds: string[]): Statement => ({
  name: 'credit_orders',
  text: CREDIT,
  values: [JSON.stringify(orderIds)],
})

/** The statements that move the figures of sources by what `creditStatement` gave. */
export const revenueStatements = (credits: OrderCredit[]): Statement[] =>
  creditSources(
    credits.map(({ sourceId, currency, amount }) => ({
      sourceId,
      revenue: { amount, currencyCode: currency },
    })),
  )

/**
 * Credits orders, just written in this transaction, to the campaign or flow whose message the person clicked or received
 * last before them, within the account's window (R34). What an order gives is its total less refunds, and nothing once
 * it is cancelled. It stays with the source that it was first credited to; one that found none is looked at again when
 * it changes.
 */
export const creditOrders = async (ctx: WriteContext, orderIds: string[]): Promise<void> => {
  if (orderIds.length === 0) return
  const { text, values } = creditStatement(orderIds)
  const credits = await sql<OrderCredit>(ctx, text, values)
  for (const statement of revenueStatements(credits)) await sql(ctx, statement.text, statement.values)
}

import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  buildProfile,
  contextOf,
  insert,
  openWorld,
  type World,
} from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { shopOrder } from '../../test/build-orders.ts'
import { type ShopOrder, upsertOrders } from './actions/upsert-orders.ts'

let world: World
let account: BuiltAccount
let profileId: string
let campaign: string
let flow: string
beforeAll(async () => {
  world = await openWorld(4)
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
  campaign = await buildSource(world.owner, account.accountId)
  flow = await buildSource(world.owner, account.accountId, { type: 'FLOW', name: 'Welcome' })
})
afterAll(() => world.close())

const noon = Date.parse('2026-11-20T12:00:00Z')
const at = (hours: number) => new Date(noon + hours * 3_600_000)
const ctx = () => contextOf(world.db, account.accountId)
const order = (more: Partial<ShopOrder> = {}) =>
  shopOrder({ profileId, placedAt: at(0), updatedAt: at(0), ...more })
const received = (sourceId: string | null, hours: number, columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, {
    kind: sourceId === flow ? 'FLOW' : sourceId ? 'CAMPAIGN' : 'REPLY',
    source_id: sourceId,
    status: 'DELIVERED',
    sent_at: at(hours),
    ...columns,
  })
const clicked = (sourceId: string | null, hours: number, of = profileId) =>
  insert(world.owner, 'link_clicks', {
    id: newId(),
    account_id: account.accountId,
    link_id: newId(),
    profile_id: of,
    message_id: newId(),
    source_id: sourceId,
    at: at(hours),
  })
const revenue = async (): Promise<Record<string, string>> => {
  const { rows } = await world.owner.query(
    'select source_id, currency, trim_scale(amount)::text as amount from source_revenue where account_id = $1 and amount <> 0',
    [account.accountId],
  )
  return Object.fromEntries(
    rows.map((row) => [`${row.source_id === campaign ? 'campaign' : 'flow'} ${row.currency}`, row.amount]),
  )
}

describe('R34: an order is credited', () => {
  test.each<[string, () => Promise<unknown>, Record<string, string>]>([
    ['to the message that came before it', () => received(campaign, -1), { 'campaign USD': '26.505' }],
    ['to the click before it', () => clicked(flow, -1), { 'flow USD': '26.505' }],
    [
      'to the last of them',
      async () => [await received(campaign, -3), await clicked(flow, -2), await clicked(campaign, -4)],
      { 'flow USD': '26.505' },
    ],
    [
      'whatever agents wrote since',
      async () => [await received(campaign, -3), await received(null, -1), await clicked(null, -1)],
      { 'campaign USD': '26.505' },
    ],
    ['at the edge of the window', () => received(campaign, -23.99), { 'campaign USD': '26.505' }],
    ['to nothing beyond it', () => received(campaign, -24), {}],
    [
      'to nothing that came after it',
      async () => [await received(campaign, 0.01), await clicked(flow, 0.01)],
      {},
    ],
    ['to nothing that did not arrive', () => received(campaign, -1, { status: 'FAILED' }), {}],
    [
      'to nothing of other people',
      async () => clicked(flow, -1, await buildProfile(world.owner, account.accountId)),
      {},
    ],
  ])('%s', async (_, happen, expected) => {
    await happen()
    await upsertOrders(ctx(), [order()])
    expect(await revenue()).toEqual(expected)
  })

  test('within the account’s own window', async () => {
    await world.owner.query('update accounts set attribution_window_hours = 72 where id = $1', [
      account.accountId,
    ])
    await received(campaign, -71)
    await upsertOrders(ctx(), [order()])
    expect(await revenue()).toEqual({ 'campaign USD': '26.505' })
  })

  test('once: refunds reduce it, a cancellation takes it back, and it stays with its source', async () => {
    await received(campaign, -2)
    await upsertOrders(ctx(), [order()])
    await clicked(flow, -1)
    await upsertOrders(ctx(), [order({ updatedAt: at(1), refunded: '6.505' })])
    expect(await revenue()).toEqual({ 'campaign USD': '20' })
    await upsertOrders(ctx(), [order({ updatedAt: at(0.5) })])
    expect(await revenue()).toEqual({ 'campaign USD': '20' })
    await upsertOrders(ctx(), [order({ updatedAt: at(2), currency: 'EUR' })])
    expect(await revenue()).toEqual({ 'campaign EUR': '26.505' })
    await upsertOrders(ctx(), [order({ updatedAt: at(3), canceledAt: at(3) })])
    expect(await revenue()).toEqual({})
  })

  test('of nobody known is credited when its person is', async () => {
    await received(campaign, -2)
    await upsertOrders(ctx(), [order({ profileId: null })])
    expect(await revenue()).toEqual({})
    await upsertOrders(ctx(), [order({ updatedAt: at(1) })])
    expect(await revenue()).toEqual({ 'campaign USD': '26.505' })
  })

  test('by figures that any history leaves equal to a recount, currencies apart', async () => {
    await received(campaign, -30)
    await received(campaign, -20)
    await clicked(flow, -10)
    await received(campaign, -5)
    const telling = fc.record({
      externalId: fc.constantFrom('a', 'b', 'c', 'd'),
      placedAt: fc.integer({ min: -40, max: 30 }).map(at),
      updatedAt: fc.integer({ min: 40, max: 90 }).map(at),
      currency: fc.constantFrom('USD', 'EUR', 'JPY'),
      total: fc.integer({ min: 0, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
      refunded: fc.constantFrom('0', '0.01', '12.345678', '99999'),
      canceledAt: fc.option(fc.constant(at(35)), { freq: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(telling, { maxLength: 4 }), { maxLength: 5 }), async (calls) => {
        await world.owner.query('truncate order_credits, source_revenue, orders')
        for (const call of calls)
          await upsertOrders(
            ctx(),
            call.map((one) => order(one)),
          )
        const { rows } = await world.owner.query(
          `select coalesce(r.amount, 0) - coalesce(n.amount, 0) as off from source_revenue r full join (
             select source_id, currency, sum(amount) as amount from order_credits group by source_id, currency
           ) n using (source_id, currency) where coalesce(r.amount, 0) <> coalesce(n.amount, 0)`,
        )
        expect(rows).toEqual([])
        const wrong = await world.owner.query(
          `select o.external_id from orders o left join order_credits c on c.order_id = o.id
           where c.amount is distinct from case when c.order_id is null then null
             when o.canceled_at is null then greatest(o.total - o.refunded, 0) else 0 end`,
        )
        expect(wrong.rows).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import { buildCoupon } from '../../test/build-links.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { type PlanNode, planOf, rowsRead } from '../../test/plan-of.ts'
import { ALL } from '../coupons/coupon.queries.ts'
import { FREE, TAKE, TAKEN } from '../coupons/take-codes.ts'
import { creditStatement } from '../orders/credit-orders.ts'
import { UNCOUNTED } from './actions/count-clicks.ts'
import { FOLLOW } from './follow-link.ts'
import { ACCOUNTS } from './jobs/sweep-clicks.ts'
import { BY_MESSAGE } from './short-link.queries.ts'

/**
 * Plans for 1,000,000 conversations: each statement takes its rows from one index, or several, whatever the tables
 * hold besides. Proved on 60,000 people with a link, a click and a code each; what is read must not grow with them.
 */
const PEOPLE = 60_000
let world: World
let account: BuiltAccount
let couponId: string
let orderId: string
beforeAll(async () => {
  world = await openWorld(3)
  account = await buildAccount(world.owner)
  const { accountId } = account
  const sourceId = await buildSource(world.owner, accountId)
  couponId = await buildCoupon(world.owner, accountId, {
    type: 'UNIQUE',
    code: null,
    available: PEOPLE / 2,
  })
  orderId = newId()
  const fill = (text: string, values: unknown[]) => world.owner.query(text, values)
  await fill(
    `create table people as select gen_random_uuid() as profile_id, gen_random_uuid() as message_id, gen_random_uuid() as link_id, n
     from generate_series(1, $1::int) n`,
    [PEOPLE],
  )
  await fill(
    `insert into coupon_codes (account_id, coupon_id, code, position, profile_id, taken_at)
     select $1, $2, 'C' || n, n, case when n <= ${PEOPLE / 2} then profile_id end, case when n <= ${PEOPLE / 2} then now() end from people`,
    [accountId, couponId],
  )
  await fill(
    `insert into short_links (id, account_id, slug, base, target, profile_id, message_id, source_id, position, created_at)
     select link_id, $1, 'slug' || lpad(n::text, 5, '0'), 'b', 't', profile_id, message_id, $2, 0, now() from people`,
    [accountId, sourceId],
  )
  await fill(
    `insert into link_clicks (id, account_id, link_id, profile_id, message_id, source_id, at, is_counted)
     select gen_random_uuid(), $1, link_id, profile_id, message_id, $2, now() - n * interval '1 minute', n > 40 from people`,
    [accountId, sourceId],
  )
  await fill(
    `insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, source_id, sent_at)
     select message_id, $1, profile_id, n, 'OUTBOUND', 'CAMPAIGN', 't', 'GSM7', 1, 'SENT', $2, now() - interval '2 hours' from people`,
    [accountId, sourceId],
  )
  await fill(
    `insert into profiles (id, account_id, phone_number) select profile_id, $1, '+1212555' || n from people where n = 7`,
    [accountId],
  )
  await fill(
    `insert into orders (id, account_id, profile_id, external_id, name, placed_at, currency, subtotal, discounts, shipping, tax, total, refunded, updated_at)
     select $2, $1, profile_id, 'x', '#1', now() - interval '1 hour', 'USD', 1, 0, 0, 0, 1, 0, now() from people where n = 7`,
    [accountId, orderId],
  )
  await fill('analyze', [])
}, 120_000)
afterAll(() => world.close())

const person = async (n: number): Promise<{ profile_id: string; message_id: string }> =>
  (await world.owner.query('select profile_id, message_id from people where n = $1', [n])).rows[0]
const inAccount = (text: string, values: unknown[]) =>
  planOf(world, { accountId: account.accountId }, text, values)
const indexes = (plan: PlanNode[]): (string | undefined)[] =>
  plan.map((node) => node['Index Name']).filter(Boolean)
const expectIndexed = (plan: PlanNode[], most: number): void => {
  const tables = ['Seq Scan', 'Bitmap Heap Scan', 'Bitmap Index Scan']
  expect(
    plan.filter((node) => tables.includes(node['Node Type']) && node['Relation Name'] !== 'accounts'),
  ).toEqual([])
  expect(rowsRead(plan)).toBeLessThanOrEqual(most)
}

describe('plans for a million conversations', () => {
  test('R34: a redirect reads one link by its slug', async () => {
    const plan = await planOf(world, 'SYSTEM', FOLLOW, ['slug00007', 'go.acme.example', newId(), true, true])
    expect(indexes(plan)).toEqual(
      expect.arrayContaining(['short_links_slug_key', 'inbox_settings_link_domain', 'inbox_settings_pkey']),
    )
    expectIndexed(plan, 10)
  })

  test('R34: the links of a page of messages are read message by message', async () => {
    const ids = await Promise.all([1, 2, 3].map(async (n) => (await person(n)).message_id))
    const plan = await inAccount(BY_MESSAGE.text, [account.accountId, `{${ids}}`])
    expect(indexes(plan)).toEqual(['short_links_message'])
    expectIndexed(plan, 3)
  })

  test('R34: clicks that wait are found without those that are counted', async () => {
    expectIndexed(await planOf(world, 'SYSTEM', ACCOUNTS, []), 4)
    const plan = await inAccount(UNCOUNTED, [])
    expect(indexes(plan)).toContain('link_clicks_uncounted')
    expectIndexed(plan, 40 * 3)
  })

  test('R23: codes are found by person, and free ones without those that are taken', async () => {
    const { profile_id } = await person(5)
    const wish = [{ coupon_id: couponId, profile_id, n: 3 }]
    const taken = await inAccount(TAKEN, [JSON.stringify(wish)])
    expect(indexes(taken)).toEqual(['coupon_codes_taken'])
    expectIndexed(taken, 1)
    const free = await inAccount(FREE, [JSON.stringify(wish)])
    expect(indexes(free)).toEqual(['coupon_codes_free'])
    expectIndexed(free, 3)
    const take = {
      coupon_id: couponId,
      code: `C${PEOPLE}`,
      profile_id: newId(),
      message_id: newId(),
      at: new Date(),
    }
    expectIndexed(await inAccount(TAKE, [JSON.stringify([take])]), 4)
  })

  test('R23: the list of coupons is in the order of its index', async () => {
    const plan = await inAccount(ALL.text, [account.accountId])
    expect(plan.map((node) => node['Node Type']).filter((type) => type !== 'Result')).toEqual([
      'Limit',
      'Index Scan',
    ])
  })

  test('R34: an order is credited by what its person did and got', async () => {
    const { text, values } = creditStatement([orderId])
    const plan = await inAccount(text, values)
    expect(indexes(plan)).toEqual(expect.arrayContaining(['link_clicks_person', 'messages_thread']))
    expectIndexed(plan, 10)
  })
})

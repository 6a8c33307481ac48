import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { shopOrder } from '../../../test/build-orders.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { type ShopOrder, upsertOrders } from './upsert-orders.ts'

let world: World
let account: BuiltAccount
let profileId: string
beforeAll(async () => {
  world = await openWorld(2)
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const at = (hours: number) => new Date(Date.parse('2026-11-20T12:00:00Z') + hours * 3_600_000)
const ctx = () => contextOf(world.db, account.accountId)
const order = (more: Partial<ShopOrder> = {}) =>
  shopOrder({ profileId, placedAt: at(0), updatedAt: at(0), ...more })

describe('R32: an order', () => {
  test('R3: names nobody of another account', async () => {
    const other = await buildAccount(world.owner)
    await upsertOrders(contextOf(world.db, other.accountId), [order()])
    const { rows } = await world.owner.query('select profile_id from orders where account_id = $1', [
      other.accountId,
    ])
    expect(rows).toEqual([{ profile_id: null }])
  })

  test('is written once by its id in the shop, the newest telling counts, and its person is told of', async () => {
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
      upsertOrders(ctx(), [order({ name: '#old' }), order({ name: '#new', updatedAt: at(1) })]),
    )
    expect(entries).toMatchObject([{ kind: 'PROFILE_CHANGED', profileId }])
    expect(await upsertOrders(ctx(), [order({ name: '#older', updatedAt: at(1) })])).toEqual([])
    const { rows } = await world.owner.query(
      'select name, discount_codes, total::text from orders where account_id = $1',
      [account.accountId],
    )
    expect(rows).toEqual([{ name: '#new', discount_codes: ['HI'], total: '26.505000' }])
  })
})

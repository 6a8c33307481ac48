import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { batchTransaction } from '../../platform/db/batch-transaction.ts'
import { inTransaction } from '../../platform/db/in-transaction.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildProfile,
  contextOf,
  openWorld,
  type World,
} from '../../test/build.ts'
import { metrics } from './metrics.ts'
import { type Activity, activityStatements, recordActivity } from './record-activity.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  profileId = await buildProfile(world.owner, account.accountId)
})
afterAll(() => world.close())

const at = new Date('2026-05-01T10:00:00.000Z')
const record = (...activities: Activity[]): Promise<string[]> =>
  inTransaction(contextOf(world.db, account.accountId), (ctx) => recordActivity(ctx, activities))
const recordInBatch = (activities: Activity[], accountId = account.accountId): Promise<null> =>
  batchTransaction(world.db, accountId, [], () => ({
    statements: activityStatements(activities),
    result: null,
  }))
const recorded = async (): Promise<Record<string, unknown>[]> =>
  (
    await world.owner.query(
      `select e.id, k.name, e.profile_id, e.at, e.unique_id, e.properties, trim_scale(e.value_amount)::text as amount,
         e.value_currency as currency, e.message_id
       from events e join metrics k on k.id = e.metric_id where e.account_id = $1 order by e.id`,
      [account.accountId],
    )
  ).rows

describe('R31: activity is recorded', () => {
  test('with its details, under a metric that is made when it is first named', async () => {
    const [id] = await record({
      profileId,
      metric: 'Placed Order',
      at,
      properties: { order: '#1001' },
      value: { amount: '129.95', currencyCode: 'USD' },
      messageId: profileId,
      uniqueId: 'order-1001',
    })
    expect(await recorded()).toEqual([
      {
        ...{ id, name: 'Placed Order', profile_id: profileId, at, unique_id: 'order-1001' },
        ...{ properties: { order: '#1001' }, amount: '129.95', currency: 'USD', message_id: profileId },
      },
    ])
  })

  test('once for a unique id within its metric, in one call, in two, and in two transactions at once', async () => {
    const click = { profileId, metric: metrics.clickedSms, at, uniqueId: 'x' }
    const [first, again, other, open] = await record(
      click,
      click,
      { ...click, metric: metrics.receivedSms },
      { profileId, metric: metrics.clickedSms, at },
    )
    expect(again).toBe(first)
    expect(new Set([first, other, open]).size).toBe(3)
    expect(await record({ ...click, at: new Date() })).toEqual([first])
    await Promise.all([recordInBatch([click]), recordInBatch([{ ...click, uniqueId: 'y' }]), record(click)])
    expect((await recorded()).map((row) => [row.name, row.unique_id])).toEqual([
      [metrics.clickedSms, 'x'],
      [metrics.receivedSms, 'x'],
      [metrics.clickedSms, null],
      [metrics.clickedSms, 'y'],
    ])
  })

  test('also of one account after the other, each with metrics of its own', async () => {
    const other = await buildAccount(world.owner)
    const theirs = await buildProfile(world.owner, other.accountId)
    await recordInBatch([{ profileId, metric: 'Viewed Product', at }])
    await recordInBatch([{ profileId: theirs, metric: 'Viewed Product', at }], other.accountId)
    const { rows } = await world.owner.query(
      `select count(*)::int as n from metrics where account_id = any ($1) and name = 'Viewed Product'`,
      [[account.accountId, other.accountId]],
    )
    expect(rows).toEqual([{ n: 2 }])
  })

  test('R3: never of a profile of another account', async () => {
    const other = await buildAccount(world.owner)
    const theirs = await buildProfile(world.owner, other.accountId)
    await expect(recordInBatch([{ profileId: theirs, metric: 'Viewed Product', at }])).rejects.toThrow(
      'foreign key',
    )
    expect(await recorded()).toEqual([])
  })

  test('with its transaction or not at all', async () => {
    const failing = inTransaction(contextOf(world.db, account.accountId), async (ctx) => {
      await recordActivity(ctx, [{ profileId, metric: 'Viewed Product', at }])
      throw new Error('came to nothing')
    })
    await expect(failing).rejects.toThrow('came to nothing')
    expect(await recorded()).toEqual([])
    expect(activityStatements([])).toEqual([])
    expect(await record()).toEqual([])
  })
})

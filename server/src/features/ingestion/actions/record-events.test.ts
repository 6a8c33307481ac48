import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../platform/errors.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { EventFields } from '../read-event.ts'
import { recordEvents } from './record-events.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const ada = '+14155550101'
const bob = '+14155550102'
const record = (events: EventFields[]) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    recordEvents(contextOf(world.db, account.accountId), events),
  )
const viewed = (more: Partial<EventFields> = {}): EventFields => ({
  phoneNumber: ada,
  metric: 'Viewed Product',
  ...more,
})
const stored = async (): Promise<Record<string, unknown>[]> =>
  (
    await world.owner.query(
      `select e.*, k.name, p.phone_number from events e join metrics k on k.id = e.metric_id join profiles p on p.id = e.profile_id
       where e.account_id = $1 order by e.id`,
      [account.accountId],
    )
  ).rows

describe('R31, R41: events', () => {
  test('are kept with what is said of them; their amounts exactly', async () => {
    const { result } = await record([
      viewed({
        metric: ' Placed Order ',
        at: '2026-01-02T03:04:05+01:00',
        uniqueId: 'order-1',
        properties: { items: [{ sku: 'J-1' }], note: null },
        value: { amount: '12345678901234.123456', currencyCode: 'eur' },
      }),
    ])
    expect(await stored()).toMatchObject([
      {
        id: result[0]?.id,
        name: 'Placed Order',
        phone_number: ada,
        at: new Date('2026-01-02T02:04:05.000Z'),
        unique_id: 'order-1',
        properties: { items: [{ sku: 'J-1' }], note: null },
        value_amount: '12345678901234.123456',
        value_currency: 'EUR',
      },
    ])
  })

  test('of a unique id are one in their metric, told again or twice at once, in one call or in many', async () => {
    const { result } = await record([viewed({ uniqueId: '1' }), viewed({ uniqueId: '1' })])
    expect(result[0]?.id).toBe(result[1]?.id)
    const again = await record([
      viewed({ uniqueId: '1', phoneNumber: bob }),
      viewed({ uniqueId: '1', metric: 'Other' }),
    ])
    expect(again.result[0]?.id).toBe(result[0]?.id)
    expect(again.result[1]?.id).not.toBe(result[0]?.id)
    await Promise.all(
      [1, 2, 3].map(() => recordEvents(contextOf(world.db, account.accountId), [viewed({ uniqueId: '2' })])),
    )
    expect(await stored()).toHaveLength(3)
  })

  test('without one are as many as are told', async () => {
    await record([viewed(), viewed()])
    expect(await stored()).toHaveLength(2)
  })

  test('told again push nothing, and make no profile', async () => {
    await record([viewed({ uniqueId: '1' })])
    expect((await record([viewed({ uniqueId: '1' })])).entries).toEqual([])
    expect((await record([viewed({ uniqueId: '1', phoneNumber: bob })])).entries).toEqual([])
  })

  test('R4: of unknown numbers make profiles without consent; each person is pushed once', async () => {
    const { conversationId, profileId } = await buildConversation(
      world.owner,
      account,
      {},
      { phone_number: ada },
    )
    const { entries } = await record([viewed(), viewed(), viewed({ phoneNumber: bob })])
    expect(entries).toHaveLength(2)
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: 'PROFILE_CHANGED', conversationId, profileId }),
    )
    const { rows } = await world.owner.query(
      'select consent from profiles where account_id = $1 and phone_number = $2',
      [account.accountId, bob],
    )
    expect(rows).toEqual([{ consent: 'NEVER_SUBSCRIBED' }])
  })
})

describe('R41: an item that can’t be taken leaves the others alone', () => {
  const worth = (amount: string, currencyCode = 'USD') => ({ value: { amount, currencyCode } })
  test.each<[string, Partial<EventFields>, string[]]>([
    ['PHONE_NUMBER_INVALID', { phoneNumber: '+1x' }, ['phoneNumber']],
    ['METRIC_REQUIRED', { metric: ' ' }, ['metric']],
    ['METRIC_TOO_LONG', { metric: 'x'.repeat(201) }, ['metric']],
    ['METRIC_INVALID', { metric: 'a\0' }, ['metric']],
    ['AT_INVALID', { at: '2026-01-01' }, ['at']],
    ['AT_IN_FUTURE', { at: '2099-01-01T00:00:00Z' }, ['at']],
    ['AT_TOO_OLD', { at: '1999-01-01T00:00:00Z' }, ['at']],
    ['UNIQUE_ID_REQUIRED', { uniqueId: '' }, ['uniqueId']],
    ['UNIQUE_ID_TOO_LONG', { uniqueId: 'x'.repeat(201) }, ['uniqueId']],
    ['PROPERTIES_TOO_LARGE', { properties: { a: 'é'.repeat(9_000) } }, ['properties']],
    ['PROPERTIES_INVALID', { properties: { a: '\0' } }, ['properties']],
    ['AMOUNT_INVALID', worth('1,5'), ['value', 'amount']],
    ['AMOUNT_INVALID', worth('1e3'), ['value', 'amount']],
    ['AMOUNT_INVALID', worth('0.1234567'), ['value', 'amount']],
    ['AMOUNT_INVALID', worth('123456789012345'), ['value', 'amount']],
    ['AMOUNT_INVALID', worth('NaN'), ['value', 'amount']],
    ['CURRENCY_INVALID', worth('1', 'XYZ'), ['value', 'currencyCode']],
    ['CURRENCY_INVALID', worth('1', '$'), ['value', 'currencyCode']],
  ])('%s: %j', async (code, fields, field) => {
    const { result } = await record([viewed(fields), viewed({ phoneNumber: bob })])
    expect(result).toMatchObject([
      { id: null, userErrors: [{ code, field: ['events', '0', ...field] }] },
      { userErrors: [] },
    ])
    expect((await stored()).map(({ phone_number }) => phone_number)).toEqual([bob])
  })

  test('more than 10,000 are refused whole', async () => {
    const events = Array.from({ length: 10_001 }, () => viewed())
    await expect(recordEvents(contextOf(world.db, account.accountId), events)).rejects.toThrow(AppError)
    expect(await stored()).toEqual([])
  })
})

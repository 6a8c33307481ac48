import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserErrors } from '../../../platform/errors.ts'
import { type BuiltAccount, buildAccount, contextOf, openWorld, type World } from '../../../test/build.ts'
import { type NewCoupon, upsertCoupon } from './upsert-coupon.ts'

let world: World
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(4)
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const upsert = (input: NewCoupon) => upsertCoupon(contextOf(world.db, account.accountId), input)
const row = async (name: string) =>
  (
    await world.owner.query(
      `select type, code, available, (select array_agg(code order by position) from coupon_codes where coupon_id = c.id) as codes
       from coupons c where account_id = $1 and name = $2`,
      [account.accountId, name],
    )
  ).rows[0]

describe('R23: coupons', () => {
  test('a static one is made once, and its code changed by its name', async () => {
    const first = await upsert({ name: 'WELCOME', type: 'STATIC', code: ' HELLO10 ' })
    const second = await upsert({ name: ' WELCOME', type: 'STATIC', code: 'HELLO15' })
    expect(second.couponId).toBe(first.couponId)
    expect(await row('WELCOME')).toEqual({ type: 'STATIC', code: 'HELLO15', available: 0, codes: null })
  })

  test('codes are added to a pool in their order; what it has already, or twice, is left out and told', async () => {
    expect(await upsert({ name: 'VIP', type: 'UNIQUE', codes: ['A1', 'A2', 'A1'] })).toMatchObject({
      addedCodes: 2,
      duplicateCodes: 1,
    })
    expect(await upsert({ name: 'VIP', type: 'UNIQUE', codes: ['A3', 'A2'] })).toMatchObject({
      addedCodes: 1,
      duplicateCodes: 1,
    })
    expect(await upsert({ name: 'VIP', type: 'UNIQUE' })).toMatchObject({ addedCodes: 0, duplicateCodes: 0 })
    expect(await row('VIP')).toMatchObject({ available: 3, codes: ['A1', 'A2', 'A3'] })
  })

  test('two imports at once keep what both brought, and the count right', async () => {
    const codes = (from: number) => Array.from({ length: 3_000 }, (_, n) => `C${from + n}`)
    await upsert({ name: 'BOTH', type: 'UNIQUE' })
    const done = await Promise.all(
      [0, 1_500].map((from) => upsert({ name: 'BOTH', type: 'UNIQUE', codes: codes(from) })),
    )
    expect(done.map(({ addedCodes }) => addedCodes).reduce((a, b) => a + b)).toBe(4_500)
    expect(await row('BOTH')).toMatchObject({ available: 4_500 })
  })

  test('100,000 codes are imported in seconds, and no other writer waits for all of them', async () => {
    const codes = Array.from({ length: 100_000 }, (_, n) => `SUMMER-${n.toString(36).padStart(6, '0')}`)
    const started = performance.now()
    let [isImporting, longestWait] = [true, 0]
    const importing = upsert({ name: 'SUMMER', type: 'UNIQUE', codes }).finally(() => {
      isImporting = false
    })
    while (isImporting) {
      const asked = performance.now()
      await upsert({ name: 'WELCOME', type: 'STATIC', code: 'HELLO15' })
      longestWait = Math.max(longestWait, performance.now() - asked)
    }
    expect(await importing).toMatchObject({ addedCodes: 100_000 })
    const took = performance.now() - started
    expect(took).toBeLessThan(20_000)
    expect(longestWait).toBeLessThan(took / 2)
    expect((await row('SUMMER')).available).toBe(100_000)
    expect(await upsert({ name: 'SUMMER', type: 'UNIQUE', codes: codes.slice(0, 50_000) })).toMatchObject({
      addedCodes: 0,
      duplicateCodes: 50_000,
    })
  }, 60_000)

  test.each<[string, NewCoupon, [code: string, field: string][]]>([
    ['no name', { name: ' ', type: 'STATIC', code: 'A' }, [['NAME_INVALID', 'input.name']]],
    ['a quote in the name', { name: "it's", type: 'STATIC', code: 'A' }, [['NAME_INVALID', 'input.name']]],
    ['a brace in the name', { name: 'a%}', type: 'STATIC', code: 'A' }, [['NAME_INVALID', 'input.name']]],
    [
      'a line break in the name',
      { name: 'a\nb', type: 'STATIC', code: 'A' },
      [['NAME_INVALID', 'input.name']],
    ],
    [
      'half an emoji in the name',
      { name: 'a\uD83D', type: 'STATIC', code: 'A' },
      [['NAME_INVALID', 'input.name']],
    ],
    [
      'too long a name',
      { name: 'a'.repeat(65), type: 'STATIC', code: 'A' },
      [['NAME_INVALID', 'input.name']],
    ],
    ['a static one without its code', { name: 'a', type: 'STATIC' }, [['CODE_REQUIRED', 'input.code']]],
    ['an empty code', { name: 'a', type: 'STATIC', code: ' ' }, [['CODE_REQUIRED', 'input.code']]],
    ['a code with a space', { name: 'a', type: 'STATIC', code: 'A B' }, [['CODE_INVALID', 'input.code']]],
    ['a code that GSM-7 lacks', { name: 'a', type: 'STATIC', code: 'A`' }, [['CODE_INVALID', 'input.code']]],
    [
      'a pool for a static one',
      { name: 'a', type: 'STATIC', code: 'A', codes: ['B'] },
      [['CODE_NOT_ALLOWED', 'input.codes']],
    ],
    [
      'a code for a unique one',
      { name: 'a', type: 'UNIQUE', code: 'A' },
      [['CODE_NOT_ALLOWED', 'input.code']],
    ],
    [
      'bad codes, each named',
      { name: 'a', type: 'UNIQUE', codes: ['A', '', 'B', 'Ü', 'x'.repeat(65)] },
      [
        ['CODE_INVALID', 'input.codes.1'],
        ['CODE_INVALID', 'input.codes.3'],
        ['CODE_INVALID', 'input.codes.4'],
      ],
    ],
    [
      'too many codes',
      { name: 'a', type: 'UNIQUE', codes: Array.from({ length: 100_001 }, () => 'A') },
      [['TOO_MANY_CODES', 'input.codes']],
    ],
    ['another type', { name: 'VIP', type: 'STATIC', code: 'A' }, [['TYPE_IS_FIXED', 'input.type']]],
  ])('refuses %s, and stores nothing', async (_, input, expected) => {
    const count = async () => (await world.owner.query('select count(*) from coupons')).rows[0]
    const before = await count()
    const refused = await upsert(input).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(UserErrors)
    expect((refused as UserErrors).items.map(({ code, field }) => [code, field?.join('.')])).toEqual(expected)
    expect(await count()).toEqual(before)
  })
})

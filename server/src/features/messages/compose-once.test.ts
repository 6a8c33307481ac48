import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction } from '../../platform/db/in-transaction.ts'
import { openWorld, type World } from '../../test/build.ts'
import { type ComposeRig, composeIn } from '../../test/compose-rig.ts'
import { composeText, composeTexts, tryText } from './compose-text.ts'

let world: World
let rig: ComposeRig
beforeAll(async () => {
  world = await openWorld(10)
})
beforeEach(async () => {
  rig = await composeIn(world)
})
afterAll(() => world.close())

describe('R23: codes are taken once', () => {
  test('of many texts, those that can’t be sent leave the others theirs', async () => {
    await rig.coupon('FEW', ['F1', 'F2'])
    const people = await Promise.all(Array.from({ length: 4 }, () => rig.newPerson()))
    const texts = people.map((profileId, index) =>
      rig.toCompose(index === 1 ? `{% coupon_code 'FEW' %}${'a'.repeat(1_600)}` : "{% coupon_code 'FEW' %}", {
        profileId,
      }),
    )
    const composed = await inTransaction(rig.ctx(), (ctx) => composeTexts(ctx, texts))
    expect(composed.map((one) => ('text' in one ? one.text : one.error.code))).toEqual([
      'F1',
      'TEXT_TOO_LONG',
      'F2',
      'COUPON_EMPTY',
    ])
    expect(await rig.pool('FEW')).toEqual({ available: 0, taken: 2 })
  })

  test('a hundred people at once get a code each, and nobody two', async () => {
    await rig.coupon(
      'RUSH',
      Array.from({ length: 60 }, (_, n) => `R${n}`),
    )
    const people = await Promise.all(Array.from({ length: 50 }, () => rig.newPerson()))
    const given = await Promise.all(
      [...people, ...people].map(async (profileId) => [
        profileId,
        (await rig.compose("{% coupon_code 'RUSH' %}", { profileId })).text,
      ]),
    )
    expect(new Set(given.map(([profileId, code]) => `${profileId} ${code}`)).size).toBe(50)
    expect(new Set(given.map(([, code]) => code)).size).toBe(50)
    expect(await rig.pool('RUSH')).toEqual({ available: 10, taken: 50 })
  })

  test('codes that are imported while others are taken are all there: the count is that of the pool', async () => {
    await rig.coupon('LIVE', ['L0'])
    const people = await Promise.all(Array.from({ length: 30 }, () => rig.newPerson()))
    const importing = Promise.all(
      [1, 2, 3].map((n) =>
        rig.coupon(
          'LIVE',
          Array.from({ length: 2_000 }, (_, i) => `L${n}-${i}`),
        ),
      ),
    )
    const taking = Promise.allSettled(
      people.map((profileId) => rig.compose("{% coupon_code 'LIVE' %}", { profileId })),
    )
    await importing
    const given = (await taking).filter((one) => one.status === 'fulfilled').length
    expect(given).toBeGreaterThan(0)
    expect(await rig.pool('LIVE')).toEqual({ available: 6_001 - given, taken: given })
  })

  test('a transaction that fails takes none', async () => {
    await rig.coupon('VIP', ['V1'])
    const failing = inTransaction(rig.ctx(), async (ctx) => {
      await composeText(ctx, rig.toCompose("{% coupon_code 'VIP' %} https://shop.example/a"))
      throw new Error('later on')
    })
    await expect(failing).rejects.toThrow('later on')
    expect(await rig.pool('VIP')).toEqual({ available: 1, taken: 0 })
    expect(await rig.links()).toEqual([])
  })

  test('a try takes and makes nothing', async () => {
    await rig.coupon('VIP', ['V1'])
    const tried = await inTransaction(rig.ctx(), (ctx) =>
      tryText(ctx, rig.toCompose("{% coupon_code 'VIP' %} https://shop.example/a")),
    )
    expect(tried).toMatchObject({ text: expect.stringMatching(/^V1 http/) })
    expect(await rig.pool('VIP')).toEqual({ available: 1, taken: 0 })
    expect(await rig.links()).toEqual([])
  })
})

test('R22: what was put together stays as it is when it is put together again', async () => {
  await rig.coupon(
    'VIP',
    Array.from({ length: 100 }, (_, n) => `V${n}`),
  )
  const parts = fc.constantFrom(
    'Hi ',
    "{% coupon_code 'VIP' %}",
    'https://shop.example/a',
    ' ',
    '{{ x }}',
    '🎉',
    '(https://b.example/)',
    '%}',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { maxLength: 12 }), async (written) => {
      const once = await rig.compose(written.join(''))
      const before = await rig.links()
      expect(await rig.compose(once.text)).toEqual(once)
      expect(await rig.links()).toEqual(before)
    }),
    { numRuns: 30 },
  )
})

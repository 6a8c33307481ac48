import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction } from '../../platform/db/in-transaction.ts'
import { UserErrors } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildProfile,
  contextOf,
  openWorld,
  type World,
} from '../../test/build.ts'
import { upsertCoupon } from '../coupons/actions/upsert-coupon.ts'
import { composeText, composeTexts, type TextToCompose, tryText } from './compose-text.ts'
import { measureText } from './measure-text.ts'

let world: World
let account: BuiltAccount
let person: string
beforeAll(async () => {
  world = await openWorld(10)
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
  person = await buildProfile(world.owner, account.accountId)
})
afterAll(() => world.close())

const ctx = () => contextOf(world.db, account.accountId)
const toCompose = (text: string, more: Partial<TextToCompose> = {}): TextToCompose => ({
  messageId: newId(),
  profileId: person,
  kind: 'REPLY',
  sourceId: null,
  text,
  shortenLinks: null,
  ...more,
})
const compose = (text: string, more: Partial<TextToCompose> = {}) =>
  inTransaction(ctx(), (ctx) => composeText(ctx, toCompose(text, more)))
const refused = async (composing: Promise<unknown>) => {
  const error = await composing.catch((error: unknown) => error)
  expect(error).toBeInstanceOf(UserErrors)
  return (error as UserErrors).items.map(({ code, field }) => [code, field?.join('.')])
}
const links = async () =>
  (
    await world.owner.query(
      'select base || slug as url, target, position from short_links where account_id = $1 order by message_id, position',
      [account.accountId],
    )
  ).rows
const pool = async (name: string) =>
  (
    await world.owner.query(
      `select available, (select count(*)::int from coupon_codes where coupon_id = c.id and profile_id is not null) as taken from coupons c where account_id = $1 and name = $2`,
      [account.accountId, name],
    )
  ).rows[0]
const coupon = (name: string, codes: string[]) => upsertCoupon(ctx(), { name, type: 'UNIQUE', codes })
const short = /http:\/\/parley\.test\/l\/[0-9A-Za-z]{9}/

describe('R34: links', () => {
  test('become short ones, unique to each recipient, one for each target', async () => {
    const text = 'See https://shop.example/a and https://shop.example/b, again https://shop.example/a.'
    const { text: mine } = await compose(text)
    expect(mine).toMatch(new RegExp(`^See ${short.source} and ${short.source}, again ${short.source}\\.$`))
    const [a, b, again] = mine.match(new RegExp(short, 'g')) ?? []
    expect(again).toBe(a)
    expect(await links()).toEqual([
      { url: a, target: 'https://shop.example/a', position: 0 },
      { url: b, target: 'https://shop.example/b', position: 1 },
    ])
    const other = await buildProfile(world.owner, account.accountId)
    const { text: theirs } = await compose(text, { profileId: other })
    expect(theirs).not.toContain(a)
  })

  test('that are short already, on the own domain or the server’s, stay', async () => {
    await world.owner.query(
      `update inbox_settings set link_domain = 'go.acme.example' where account_id = $1`,
      [account.accountId],
    )
    const { text } = await compose(
      'https://go.acme.example/l/abcdefghi https://parley.test/l/abcdefghi https://go.acme.example/products',
    )
    expect(text).toMatch(
      /^https:\/\/go\.acme\.example\/l\/abcdefghi https:\/\/parley\.test\/l\/abcdefghi https:\/\/go\.acme\.example\/l\/[0-9A-Za-z]{9}$/,
    )
    expect(await links()).toHaveLength(1)
  })

  test.each<[boolean, boolean | null, boolean]>([
    [true, null, true],
    [true, false, false],
    [false, null, false],
    [false, true, true],
  ])('by the setting %s and the text’s own word %s: %s', async (setting, own, isShort) => {
    await world.owner.query('update inbox_settings set shorten_links = $2 where account_id = $1', [
      account.accountId,
      setting,
    ])
    const { text } = await compose('https://shop.example/a', { shortenLinks: own })
    expect(short.test(text)).toBe(isShort)
  })

  test('of compliance texts, of links with passwords and of plain texts: nothing', async () => {
    for (const [text, kind] of [
      ['Reply STOP. https://shop.example/terms', 'COMPLIANCE'],
      ['https://me:secret@shop.example/', 'REPLY'],
      ['Nothing here', 'REPLY'],
    ] as const)
      expect(await compose(text, { kind })).toEqual({ text, ...measureText(text) })
    expect(await links()).toEqual([])
  })

  test('R3: no two accounts share one', async () => {
    const urls = new Set(
      (
        await inTransaction(ctx(), (ctx) =>
          composeTexts(
            ctx,
            Array.from({ length: 500 }, () => toCompose('https://shop.example/a')),
          ),
        )
      ).map((composed) => 'text' in composed && composed.text),
    )
    expect(urls.size).toBe(500)
  })
})

describe('R23: coupons', () => {
  test('are put in by name: static as they are, unique from the pool, the same person the same code', async () => {
    await upsertCoupon(ctx(), { name: 'HI', type: 'STATIC', code: 'HELLO10' })
    await coupon('VIP', ['V1', 'V2'])
    const text = `{% coupon_code 'HI' %} {%coupon_code "VIP"%} {%- coupon_code 'VIP' -%}`
    expect((await compose(text)).text).toBe('HELLO10 V1 V1')
    expect((await compose("{% coupon_code 'VIP' %}")).text).toBe('V1')
    expect(await pool('VIP')).toEqual({ available: 1, taken: 1 })
    const other = await buildProfile(world.owner, account.accountId)
    expect((await compose("{% coupon_code 'VIP' %}", { profileId: other })).text).toBe('V2')
    expect(await pool('VIP')).toEqual({ available: 0, taken: 2 })
  })

  test('a code in a link is part of its target', async () => {
    await coupon('VIP', ['V1'])
    const { text } = await compose("https://shop.example/?code={% coupon_code 'VIP' %}&x=1")
    expect(text).toMatch(new RegExp(`^${short.source}$`))
    expect(await links()).toMatchObject([{ target: 'https://shop.example/?code=V1&x=1' }])
  })

  test('all else in a text is words: it is no template', async () => {
    const text = '{{ profile.name }} {% if x %} 50% } {%'
    expect((await compose(text)).text).toBe(text)
  })

  test.each([
    ['an unknown one', "Hi {% coupon_code 'NOPE' %}", 'COUPON_NOT_FOUND'],
    ['another account’s', "{% coupon_code 'THEIRS' %}", 'COUPON_NOT_FOUND'],
    [
      'an empty pool',
      "https://shop.example/a {% coupon_code 'FULL' %} {% coupon_code 'EMPTY' %}",
      'COUPON_EMPTY',
    ],
    ['no quotes', '{% coupon_code VIP %}', 'COUPON_MALFORMED'],
    ['no end', "{% coupon_code 'VIP'", 'COUPON_MALFORMED'],
    [
      'too much text',
      `{% coupon_code 'FULL' %} https://shop.example/a ${'a'.repeat(1_600)}`,
      'TEXT_TOO_LONG',
    ],
    ['too much UCS-2', `{% coupon_code 'FULL' %} ${'中'.repeat(737)}`, 'TEXT_TOO_LONG'],
  ])('%s refuses the whole text: nothing is taken, nothing made', async (_, text, code) => {
    const other = await buildAccount(world.owner)
    await upsertCoupon(contextOf(world.db, other.accountId), { name: 'THEIRS', type: 'STATIC', code: 'X' })
    await coupon('FULL', ['F1', 'F2'])
    await coupon('EMPTY', [])
    expect(await refused(compose(text))).toEqual([[code, 'input.text']])
    expect(await pool('FULL')).toEqual({ available: 2, taken: 0 })
    expect(await links()).toEqual([])
  })

  test('of many texts, those that can’t be sent leave the others theirs', async () => {
    await coupon('FEW', ['F1', 'F2'])
    const people = await Promise.all(
      Array.from({ length: 4 }, () => buildProfile(world.owner, account.accountId)),
    )
    const texts = people.map((profileId, index) =>
      toCompose(index === 1 ? `{% coupon_code 'FEW' %}${'a'.repeat(1_600)}` : "{% coupon_code 'FEW' %}", {
        profileId,
      }),
    )
    const composed = await inTransaction(ctx(), (ctx) => composeTexts(ctx, texts))
    expect(composed.map((one) => ('text' in one ? one.text : one.error.code))).toEqual([
      'F1',
      'TEXT_TOO_LONG',
      'F2',
      'COUPON_EMPTY',
    ])
    expect(await pool('FEW')).toEqual({ available: 0, taken: 2 })
  })

  test('a hundred people at once get a code each, and nobody two', async () => {
    await coupon(
      'RUSH',
      Array.from({ length: 60 }, (_, n) => `R${n}`),
    )
    const people = await Promise.all(
      Array.from({ length: 50 }, () => buildProfile(world.owner, account.accountId)),
    )
    const given = await Promise.all(
      [...people, ...people].map(async (profileId) => [
        profileId,
        (await compose("{% coupon_code 'RUSH' %}", { profileId })).text,
      ]),
    )
    expect(new Set(given.map(([profileId, code]) => `${profileId} ${code}`)).size).toBe(50)
    expect(new Set(given.map(([, code]) => code)).size).toBe(50)
    expect(await pool('RUSH')).toEqual({ available: 10, taken: 50 })
  })

  test('codes that are imported while others are taken are all there: the count is that of the pool', async () => {
    await coupon('LIVE', ['L0'])
    const people = await Promise.all(
      Array.from({ length: 30 }, () => buildProfile(world.owner, account.accountId)),
    )
    const importing = Promise.all(
      [1, 2, 3].map((n) =>
        coupon(
          'LIVE',
          Array.from({ length: 2_000 }, (_, i) => `L${n}-${i}`),
        ),
      ),
    )
    const taking = Promise.allSettled(
      people.map((profileId) => compose("{% coupon_code 'LIVE' %}", { profileId })),
    )
    await importing
    const given = (await taking).filter((one) => one.status === 'fulfilled').length
    expect(given).toBeGreaterThan(0)
    expect(await pool('LIVE')).toEqual({ available: 6_001 - given, taken: given })
  })

  test('a transaction that fails takes none', async () => {
    await coupon('VIP', ['V1'])
    const failing = inTransaction(ctx(), async (ctx) => {
      await composeText(ctx, toCompose("{% coupon_code 'VIP' %} https://shop.example/a"))
      throw new Error('later on')
    })
    await expect(failing).rejects.toThrow('later on')
    expect(await pool('VIP')).toEqual({ available: 1, taken: 0 })
    expect(await links()).toEqual([])
  })

  test('a try takes and makes nothing', async () => {
    await coupon('VIP', ['V1'])
    const tried = await inTransaction(ctx(), (ctx) =>
      tryText(ctx, toCompose("{% coupon_code 'VIP' %} https://shop.example/a")),
    )
    expect(tried).toMatchObject({ text: expect.stringMatching(/^V1 http/) })
    expect(await pool('VIP')).toEqual({ available: 1, taken: 0 })
    expect(await links()).toEqual([])
  })
})

test('R22: what was put together stays as it is when it is put together again', async () => {
  await coupon(
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
      const once = await compose(written.join(''))
      const before = await links()
      expect(await compose(once.text)).toEqual(once)
      expect(await links()).toEqual(before)
    }),
    { numRuns: 30 },
  )
})

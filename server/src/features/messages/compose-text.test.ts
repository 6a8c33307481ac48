import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction } from '../../platform/db/in-transaction.ts'
import { UserErrors } from '../../platform/errors.ts'
import { buildAccount, contextOf, openWorld, type World } from '../../test/build.ts'
import { type ComposeRig, composeIn } from '../../test/compose-rig.ts'
import { upsertCoupon } from '../coupons/actions/upsert-coupon.ts'
import { composeTexts } from './compose-text.ts'
import { measureText } from './measure-text.ts'

let world: World
let rig: ComposeRig
beforeAll(async () => {
  world = await openWorld(10)
})
beforeEach(async () => {
  rig = await composeIn(world)
})
afterAll(() => world.close())

const refused = async (composing: Promise<unknown>) => {
  const error = await composing.catch((error: unknown) => error)
  expect(error).toBeInstanceOf(UserErrors)
  return (error as UserErrors).items.map(({ code, field }) => [code, field?.join('.')])
}
const short = /http:\/\/parley\.test\/l\/[0-9A-Za-z]{9}/

describe('R34: links', () => {
  test('become short ones, unique to each recipient, one for each target', async () => {
    const text = 'See https://shop.example/a and https://shop.example/b, again https://shop.example/a.'
    const { text: mine } = await rig.compose(text)
    expect(mine).toMatch(new RegExp(`^See ${short.source} and ${short.source}, again ${short.source}\\.$`))
    const [a, b, again] = mine.match(new RegExp(short, 'g')) ?? []
    expect(again).toBe(a)
    expect(await rig.links()).toEqual([
      { url: a, target: 'https://shop.example/a', position: 0 },
      { url: b, target: 'https://shop.example/b', position: 1 },
    ])
    const other = await rig.newPerson()
    const { text: theirs } = await rig.compose(text, { profileId: other })
    expect(theirs).not.toContain(a)
  })

  test('that are short already, on the own domain or the server’s, stay', async () => {
    await world.owner.query(
      `update inbox_settings set link_domain = 'go.acme.example' where account_id = $1`,
      [rig.account.accountId],
    )
    const { text } = await rig.compose(
      'https://go.acme.example/l/abcdefghi https://parley.test/l/abcdefghi https://go.acme.example/products',
    )
    expect(text).toMatch(
      /^https:\/\/go\.acme\.example\/l\/abcdefghi https:\/\/parley\.test\/l\/abcdefghi https:\/\/go\.acme\.example\/l\/[0-9A-Za-z]{9}$/,
    )
    expect(await rig.links()).toHaveLength(1)
  })

  test.each<[boolean, boolean | null, boolean]>([
    [true, null, true],
    [true, false, false],
    [false, null, false],
    [false, true, true],
  ])('by the setting %s and the text’s own word %s: %s', async (setting, own, isShort) => {
    await world.owner.query('update inbox_settings set shorten_links = $2 where account_id = $1', [
      rig.account.accountId,
      setting,
    ])
    const { text } = await rig.compose('https://shop.example/a', { shortenLinks: own })
    expect(short.test(text)).toBe(isShort)
  })

  test('of compliance texts, of links with passwords and of plain texts: nothing', async () => {
    for (const [text, kind] of [
      ['Reply STOP. https://shop.example/terms', 'COMPLIANCE'],
      ['https://me:secret@shop.example/', 'REPLY'],
      ['Nothing here', 'REPLY'],
    ] as const)
      expect(await rig.compose(text, { kind })).toEqual({ text, ...measureText(text) })
    expect(await rig.links()).toEqual([])
  })

  test('R3: no two accounts share one', async () => {
    const urls = new Set(
      (
        await inTransaction(rig.ctx(), (ctx) =>
          composeTexts(
            ctx,
            Array.from({ length: 500 }, () => rig.toCompose('https://shop.example/a')),
          ),
        )
      ).map((composed) => 'text' in composed && composed.text),
    )
    expect(urls.size).toBe(500)
  })
})

describe('R23: coupons', () => {
  test('are put in by name: static as they are, unique from the pool, the same person the same code', async () => {
    await upsertCoupon(rig.ctx(), { name: 'HI', type: 'STATIC', code: 'HELLO10' })
    await rig.coupon('VIP', ['V1', 'V2'])
    const text = `{% coupon_code 'HI' %} {%coupon_code "VIP"%} {%- coupon_code 'VIP' -%}`
    expect((await rig.compose(text)).text).toBe('HELLO10 V1 V1')
    expect((await rig.compose("{% coupon_code 'VIP' %}")).text).toBe('V1')
    expect(await rig.pool('VIP')).toEqual({ available: 1, taken: 1 })
    const other = await rig.newPerson()
    expect((await rig.compose("{% coupon_code 'VIP' %}", { profileId: other })).text).toBe('V2')
    expect(await rig.pool('VIP')).toEqual({ available: 0, taken: 2 })
  })

  test('a code in a link is part of its target', async () => {
    await rig.coupon('VIP', ['V1'])
    const { text } = await rig.compose("https://shop.example/?code={% coupon_code 'VIP' %}&x=1")
    expect(text).toMatch(new RegExp(`^${short.source}$`))
    expect(await rig.links()).toMatchObject([{ target: 'https://shop.example/?code=V1&x=1' }])
  })

  test('all else in a text is words: it is no template', async () => {
    const text = '{{ profile.name }} {% if x %} 50% } {%'
    expect((await rig.compose(text)).text).toBe(text)
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
    await rig.coupon('FULL', ['F1', 'F2'])
    await rig.coupon('EMPTY', [])
    expect(await refused(rig.compose(text))).toEqual([[code, 'input.text']])
    expect(await rig.pool('FULL')).toEqual({ available: 2, taken: 0 })
    expect(await rig.links()).toEqual([])
  })
})

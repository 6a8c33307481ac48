import * as fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { inTransaction } from '../../platform/db/in-transaction.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import { agentOf, type BuiltAccount, buildAccount, buildProfile, contextOf } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import { upsertCoupon } from '../coupons/actions/upsert-coupon.ts'
import { composeTexts } from './compose-text.ts'
import { LONGEST_WRITTEN } from './reply-text.ts'
import type { TextMeasure } from './text-measure.graphql.ts'

let rig: GraphqlRig
let account: BuiltAccount
let actor: Actor
let person: string
beforeAll(async () => {
  rig = await startGraphqlRig()
  account = await buildAccount(rig.world.owner)
  actor = agentOf(account.accountId, newId())
  person = await buildProfile(rig.world.owner, account.accountId)
  const ctx = contextOf(rig.world.db, account.accountId)
  await upsertCoupon(ctx, { name: 'HI', type: 'STATIC', code: 'HELLO10' })
  await upsertCoupon(ctx, {
    name: 'VIP',
    type: 'UNIQUE',
    codes: Array.from({ length: 500 }, (_, n) => `VIP-${1_000 + n}`),
  })
  await upsertCoupon(ctx, { name: 'EMPTY', type: 'UNIQUE' })
})
afterAll(() => rig.close())

const MEASURE = `query ($text: String!, $profileId: ID, $shortenLinks: Boolean) {
  measureText(text: $text, profileId: $profileId, shortenLinks: $shortenLinks) {
    encoding segments remaining length text unicodeCharacters { index character replacement } problems { code field }
  }
}`
const measure = async (text: string, more: { profileId?: string; shortenLinks?: boolean } = {}, as = actor) =>
  (await rig.get(as, MEASURE, { text, ...more })).measureText as TextMeasure
const taken = async () =>
  (
    await rig.world.owner.query(
      'select (select count(*)::int from coupon_codes where profile_id is not null) + (select count(*)::int from short_links) as n',
    )
  ).rows[0]?.n

describe('R24: a text is measured as it would be sent', () => {
  test('after its links are short and its coupons put in; what is made later stands in its length', async () => {
    const before = await taken()
    expect(
      await measure(
        `Use {% coupon_code 'HI' %} or {% coupon_code 'VIP' %}: https://shop.example/${'a'.repeat(200)}`,
      ),
    ).toEqual({
      encoding: 'GSM7',
      segments: 1,
      length: 55,
      remaining: 105,
      text: 'Use HELLO10 or XXXXXXXX: http://parley.test/l/xxxxxxxxx',
      unicodeCharacters: [],
      problems: [],
    })
    expect(await taken()).toBe(before)
  })

  test('as it was typed, where links are to stay long', async () => {
    const text = 'https://shop.example/a'
    expect(await measure(text, { shortenLinks: false })).toMatchObject({ text, length: text.length })
  })

  test('with the code that the person has; R3: another account’s person is nobody', async () => {
    const ctx = contextOf(rig.world.db, account.accountId)
    await inTransaction(ctx, (ctx) =>
      composeTexts(ctx, [
        {
          messageId: newId(),
          profileId: person,
          kind: 'REPLY',
          sourceId: null,
          text: "{% coupon_code 'VIP' %}",
          shortenLinks: null,
        },
      ]),
    )
    const text = "{% coupon_code 'VIP' %}"
    expect(await measure(text, { profileId: toGlobalId('Profile', person) })).toMatchObject({
      text: 'VIP-1000',
    })
    expect(await measure(text)).toMatchObject({ text: 'XXXXXXXX' })
    const other = await buildAccount(rig.world.owner)
    const theirs = agentOf(other.accountId, newId())
    expect(await measure(text, { profileId: toGlobalId('Profile', person) }, theirs)).toMatchObject({
      text,
      problems: [{ code: 'COUPON_NOT_FOUND', field: ['text'] }],
    })
  })

  test.each<[string, string, string[]]>([
    ['nothing', '', ['TEXT_REQUIRED']],
    ['space', '  ', ['TEXT_REQUIRED']],
    ['half an emoji', 'a\uD83D', ['TEXT_INVALID']],
    ['too much', 'a'.repeat(1_601), ['TEXT_TOO_LONG']],
    ['too much UCS-2', '中'.repeat(738), ['TEXT_TOO_LONG']],
    ['far too much', '中'.repeat(LONGEST_WRITTEN + 1), ['TEXT_TOO_LONG']],
    ['what is short once its links are', `https://shop.example/${'a'.repeat(3_000)}`, []],
    ['an unknown coupon', "{% coupon_code 'NOPE' %}", ['COUPON_NOT_FOUND']],
    ['an empty pool', "{% coupon_code 'EMPTY' %}", ['COUPON_EMPTY']],
    ['a coupon without quotes', '{% coupon_code HI %}', ['COUPON_MALFORMED']],
    ['__proto__ as a coupon', "{% coupon_code '__proto__' %}", ['COUPON_NOT_FOUND']],
  ])('and says what sending would refuse: %s', async (_, text, codes) => {
    expect((await measure(text)).problems.map(({ code }) => code)).toEqual(codes)
  })

  test('to the length, the segments and the room that the sent one has, for every text', async () => {
    const part = fc.constantFrom(
      'Hi ',
      'é',
      '€',
      '’',
      '🚚',
      'https://shop.example/a?b=1',
      ' http://b.example/x',
      "{% coupon_code 'HI' %}",
      "{% coupon_code 'VIP' %}",
      'a'.repeat(60),
      '\n',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 12 }), async (parts) => {
        const text = parts.join('')
        const previewed = await measure(text)
        const profileId = await buildProfile(rig.world.owner, account.accountId)
        const ctx = contextOf(rig.world.db, account.accountId)
        const [sent] = await inTransaction(ctx, (ctx) =>
          composeTexts(ctx, [
            { messageId: newId(), profileId, kind: 'REPLY', sourceId: null, text, shortenLinks: null },
          ]),
        )
        if (!sent || 'error' in sent) throw new Error('it should be sendable')
        const reference = new SegmentedMessage(sent.text, 'auto')
        expect(previewed).toMatchObject({ encoding: sent.encoding, segments: sent.segments })
        expect(previewed.segments).toBe(reference.segmentsCount)
        expect(previewed.text.length).toBe(sent.text.length)
        expect(previewed.length).toBe(
          reference.encodedChars.reduce((sum, { codeUnits }) => sum + codeUnits.length, 0),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('B3: what forces UCS-2', () => {
  test('is told with its place in the text as written, and with what to put there', async () => {
    const text = "“Hi” {% coupon_code 'HI' %} – https://bücher.example/日本 ça 🚚👩‍👩‍👧 ą\u200b"
    const { unicodeCharacters, encoding } = await measure(text)
    expect(encoding).toBe('UCS2')
    expect(unicodeCharacters).toEqual([
      { index: 0, character: '“', replacement: '"' },
      { index: 3, character: '”', replacement: '"' },
      { index: text.indexOf('–'), character: '–', replacement: '-' },
      { index: text.indexOf('ç'), character: 'ç', replacement: 'c' },
      { index: text.indexOf('🚚'), character: '🚚', replacement: null },
      { index: text.indexOf('👩‍👩‍👧'), character: '👩‍👩‍👧', replacement: null },
      { index: text.indexOf('ą'), character: 'ą', replacement: 'a' },
      { index: text.length - 1, character: '\u200b', replacement: '' },
    ])
  })

  test('is told of long texts in moments', async () => {
    const letters = Array.from({ length: 5_000 }, (_, n) => String.fromCharCode(0x4e00 + n)).join('')
    const started = performance.now()
    for (const text of [letters, '🚚'.repeat(2_500), '👩‍👩‍👧'.repeat(600)])
      expect((await measure(text)).unicodeCharacters.length).toBeLessThanOrEqual(737)
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  test('is nothing in GSM-7', async () => {
    expect((await measure('Plain @£$ €{}')).unicodeCharacters).toEqual([])
  })

  test('once replaced leaves GSM-7, wherever there is a replacement for each', async () => {
    const typed = fc.constantFrom(...'“”‘’–—…ąçł•′ñéa ?¼«»\u00a0ﬁ', '{ ', 'é', '🎉')
    await fc.assert(
      fc.asyncProperty(fc.array(typed, { minLength: 1, maxLength: 20 }), async (parts) => {
        const text = parts.join('')
        const { unicodeCharacters } = await measure(`x${text}`)
        let [mended, end] = ['', 0]
        for (const { index, character, replacement } of unicodeCharacters) {
          expect(`x${text}`.slice(index, index + character.length)).toBe(character)
          mended += `x${text}`.slice(end, index) + (replacement ?? '')
          end = index + character.length
        }
        mended += `x${text}`.slice(end)
        expect((await measure(mended)).encoding).toBe('GSM7')
      }),
      { numRuns: 40 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromStorableText, toStorableText } from '../../../platform/storable-text.ts'
import { type FormPair, formPairs } from './form-pairs.ts'
import { type InboundText, parseInbound } from './parse-inbound.ts'

const sms = {
  MessageUUID: '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
  From: '14155550100',
  To: '15550001000',
  Type: 'sms',
  Text: 'Hi there 😀 & more',
  Units: '1',
  TotalRate: '0.00550',
  TotalAmount: '0.00550',
  PowerpackUUID: '',
  MessageIntent: '',
}

function parse(changes: Record<string, string | undefined> = {}) {
  const params = Object.entries({ ...sms, ...changes }).flatMap(([k, v]): FormPair[] =>
    v === undefined ? [] : [[k, v]],
  )
  return parseInbound(params)
}

function read(changes: Record<string, string | undefined> = {}): InboundText {
  const parsed = parse(changes)
  if (!parsed.ok) throw new Error(parsed.problems.map((p) => `${p.field} ${p.problem}`).join('; '))
  return parsed.value
}

describe('what Plivo sends is read', () => {
  test('a text, numbers given their +', () => {
    expect(read()).toEqual({
      carrierMessageId: '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
      from: '+14155550100',
      to: '+15550001000',
      text: 'Hi there 😀 & more',
      type: 'sms',
      mediaUrls: [],
      units: 1,
    })
    expect(read({ From: '+14155550100' }).from).toBe('+14155550100')
  })

  test('short codes stand as their digits, and unusual lengths are taken from the carrier', () => {
    expect(read({ From: '72345', To: '12345' })).toMatchObject({ from: '72345', to: '12345' })
    expect(read({ From: '19912345' }).from).toBe('19912345')
    expect(read({ From: '6834123' }).from).toBe('+6834123')
    expect(read({ From: '141555501000' }).from).toBe('+141555501000')
  })

  test.each([
    ['Body', { Text: undefined, Body: 'look' }],
    ['Text', { Text: 'look' }],
    ['Body beside an empty Text', { Text: '', Body: 'look' }],
  ])('an MMS’s text comes as %s', (_, changes) => {
    expect(read({ Type: 'mms', Media0: 'https://media.plivo.com/a', ...changes }).text).toBe('look')
  })

  test('media are numbered from 0 or from 1, kept in order, and may come without text', () => {
    const [a, b] = ['https://media.plivo.com/a', 'https://media.plivo.com/b']
    const fromZero = { Type: 'mms', Text: undefined, MediaCount: '2', Media1: b, Media0: a }
    expect(read(fromZero)).toMatchObject({ type: 'mms', text: '', mediaUrls: [a, b] })
    expect(read({ Type: undefined, Media1: a, Media2: b })).toMatchObject({ type: 'mms', mediaUrls: [a, b] })
    const eleven = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`Media${i}`, `https://m.test/${i}`]),
    )
    expect(read(eleven).mediaUrls.at(-1)).toBe('https://m.test/10')
  })

  test('R17: the carrier’s intent, in any case, or none', () => {
    expect(read({ MessageIntent: 'OptOut' }).intent).toBe('optout')
    expect(read({ MessageIntent: 'optin' }).intent).toBe('optin')
    expect(read({ MessageIntent: 'help' }).intent).toBe('help')
    expect(read({ MessageIntent: 'other' }).intent).toBeUndefined()
  })

  test('extras: error code, powerpack, time; unreadable ones are as good as absent', () => {
    const all = { ErrorCode: '110', PowerpackUUID: 'pp-1', MessageTime: '2026-11-23 12:00:01.123456' }
    expect(read(all)).toMatchObject({
      errorCode: '110',
      powerpackId: 'pp-1',
      carrierTime: new Date('2026-11-23T12:00:01.123Z'),
    })
    const odd = read({ ErrorCode: '000', Units: 'many', MessageTime: 'yesterday', Type: 'telex' })
    expect(odd).toMatchObject({ type: 'sms' })
    expect([odd.errorCode, odd.units, odd.carrierTime]).toEqual([undefined, undefined, undefined])
  })

  test('an empty text is a text', () => {
    expect(read({ Text: '' }).text).toBe('')
  })
})

describe('what is malformed is named, never quoted', () => {
  test.each([
    ['MessageUUID', undefined, 'is missing'],
    ['MessageUUID', 'two words', 'is not an id'],
    ['From', undefined, 'is missing'],
    ['From', 'ACME', 'is neither an E.164 number nor a short code'],
    ['From', '+0123456789', 'is neither an E.164 number nor a short code'],
    ['From', '+1415', 'is neither an E.164 number nor a short code'],
    ['To', '1234567890123456', 'is neither an E.164 number nor a short code'],
    ['Text', undefined, 'is missing'],
    ['Media0', 'file:///etc/passwd', 'is not an http(s) URL'],
    ['Media1', 'https://', 'is not an http(s) URL'],
  ])('%s = %s', (field, value, problem) => {
    expect(parse({ [field]: value })).toEqual({ ok: false, problems: [{ field, problem }] })
  })

  test('all problems are named at once', () => {
    const parsed = parseInbound([])
    expect(parsed.ok ? [] : parsed.problems.map(({ field }) => field)).toEqual([
      'MessageUUID',
      'From',
      'To',
      'Text',
    ])
  })
})

describe('bad input', () => {
  test('NUL, broken UTF-8 and broken escapes come through, storable and reversible', () => {
    const base = new URLSearchParams({ MessageUUID: 'u', From: sms.From, To: sms.To }).toString()
    const parsed = parseInbound(formPairs(`${base}&Text=a%00b%FF%ED%A0%80%zz%F0%9F%98%80`))
    const text = parsed.ok ? parsed.value.text : ''
    expect(text).toBe('a\0b\uFFFD\uFFFD\uFFFD\uFFFD%zz😀')
    expect(toStorableText(text)).toBe('a␀b\uFFFD\uFFFD\uFFFD\uFFFD%zz😀')
    expect(fromStorableText(toStorableText(text))).toBe(text)
  })

  test('any parameters at all give an answer, never a throw, and no value in it', () => {
    const keys = fc.constantFrom(
      'MessageUUID',
      'From',
      'To',
      'Text',
      'Body',
      'Type',
      'Media0',
      'Media',
      'Units',
      '__proto__',
    )
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('14155550100', 'secret words', 'https://x.test', 'https://x.test/\0\uD83D', 'a\0b'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, values)), (params) => {
        const parsed = parseInbound(params)
        if (parsed.ok) {
          const { text: _, ...rest } = parsed.value
          expect(rest.from).toMatch(/^\+?\d{3,15}$/)
          expect(Object.values(rest).join(' ')).not.toContain('\0')
        }
        if (!parsed.ok) expect(JSON.stringify(parsed.problems)).not.toMatch(/secret words|14155550100/)
      }),
    )
  })
})

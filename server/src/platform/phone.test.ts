import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countryOf, formatPhone, parsePhoneNumber, redactPhone } from './phone.ts'

describe('parsePhoneNumber', () => {
  test.each([
    ['+14155550100', undefined, '+14155550100'],
    ['14155550100', undefined, '+14155550100'],
    ['+1 (415) 555-0100', undefined, '+14155550100'],
    ['(415) 555-0100', 'US', '+14155550100'],
    ['  +44 (0)7700 900123 ', undefined, '+447700900123'],
    ['+14155550100', 'GB', '+14155550100'],
    ['+15550001000', undefined, '+15550001000'],
    ['18885550100', undefined, '+18885550100'],
  ] as const)('%s in %s is %s', (input, country, e164) => {
    expect(parsePhoneNumber(input, country)).toBe(e164)
  })

  test.each([
    ['a number inside a sentence', 'call +14155550100 now'],
    ['letters', '1-800-FLOWERS'],
    ['too short for its country', '+1415555010'],
    ['too long for its country', '+141555501000'],
    ['a calling code that exists nowhere', '+999123456789'],
    ['an extension', '+14155550100 ext. 5'],
    ['a short code', '12345'],
    ['nothing', ''],
    ['a lone plus', '+'],
    ['two pluses', '++14155550100'],
    ['endless digits', '1'.repeat(5000)],
    ['NUL', '+1415555\x080'],
  ])('refuses %s', (_, input) => {
    expect(parsePhoneNumber(input)).toBeNull()
  })

  test('is stable on its own results and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (input) => {
        const e164 = parsePhoneNumber(input)
        if (e164 !== null) expect(parsePhoneNumber(e164)).toBe(e164)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }), (national) => {
        expect(parsePhoneNumber(`1${national}`)).toBe(`+1${national}`)
      }),
    )
  })
})

test.each([
  ['+14155550100', 'US'],
  ['+14165550100', 'CA'],
  ['+18885550100', 'US'],
  ['+15550001000', 'US'],
  ['+18095550100', 'DO'],
  ['+447700900123', 'GB'],
  ['12345', null],
  ['ACME', null],
])('countryOf %s is %s', (number, country) => {
  expect(countryOf(number)).toBe(country)
})

test('formatPhone shows what it can’t read as it is', () => {
  expect(formatPhone('+14155550100')).toBe('+1 415 555 0100')
  expect(formatPhone('12345')).toBe('12345')
  expect(formatPhone('ACME')).toBe('ACME')
})

test('redactPhone keeps the calling code and two digits', () => {
  expect(redactPhone('+14155550123')).toBe('+1…23')
  expect(redactPhone('+447700900123')).toBe('+44…23')
  expect(redactPhone('54321')).toBe('…21')
  expect(redactPhone('911')).toBe('…')
})

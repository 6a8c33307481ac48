import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyKeyword } from '../consent/keywords.ts'
import { readAddresses, readLinkDomain, readSubscribeKeywords } from './settings-input.ts'

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom('STOP', 'join', 'Deals', 'ＨＥＬＰ', 'opt', 'out', 'VIP 24'),
      fc.string({ maxLength: 5 }),
    )
    .map((parts) => parts.join('')),
)

describe('R13: a subscribe keyword that is taken', () => {
  test('subscribes whoever texts it, in every mode and country, and never opts out', () => {
    const contexts = fc.record({
      mode: fc.constantFrom('SMART' as const, 'CONTAINS' as const, 'EXACT' as const),
      country: fc.constantFrom('US', 'CA', 'DE', null),
      doubleOptInPending: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(words, { maxLength: 5 }), contexts, (given, context) => {
        const { value, errors } = readSubscribeKeywords(given)
        if (errors.length > 0) return
        for (const text of [...given, ...value]) {
          const match = classifyKeyword(text, { ...context, subscribeKeywords: value })
          expect([text, match.kind]).toEqual([text, 'SUBSCRIBE'])
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('is kept as it is when it is given again', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 5 }), (given) => {
        const { value, errors } = readSubscribeKeywords(given)
        if (errors.length === 0) expect(readSubscribeKeywords(value)).toEqual({ value, errors: [] })
      }),
    )
  })
})

test('R34: a link domain that is taken is a host and nothing more, and is kept when given again', () => {
  const parts = fc.constantFrom(
    'go',
    'acme',
    '.',
    '-',
    'example',
    'com',
    'ä',
    '1',
    ':',
    '/',
    '@',
    '%',
    'xn--',
    'ß',
    '。',
  )
  const domains = fc.oneof(
    fc.array(parts, { maxLength: 8 }).map((all) => all.join('')),
    fc.domain(),
    fc.string(),
  )
  fc.assert(
    fc.property(domains, (given) => {
      const { value, errors } = readLinkDomain(given, 'parley.test')
      if (errors.length > 0 || value === '') return
      const url = new URL(`https://${value}/l/x`)
      expect(url.host).toBe(value)
      expect(url.pathname).toBe('/l/x')
      expect(readLinkDomain(value, 'parley.test')).toEqual({ value, errors: [] })
    }),
    { numRuns: 2_000 },
  )
})

test('R35: an address that is taken is one address, in which no header ends', () => {
  const addresses = fc.oneof(
    fc.emailAddress(),
    fc.tuple(fc.emailAddress(), fc.string({ unit: 'binary', maxLength: 4 })).map((parts) => parts.join('')),
    fc
      .tuple(fc.emailAddress(), fc.constantFrom(',', '\r\n', ' ', '<', '\0'), fc.emailAddress())
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(fc.array(addresses, { maxLength: 4 }), (given) => {
      const { value, errors } = readAddresses(given)
      for (const address of value) expect(address).toMatch(/^[!-+\--;=?-~]+@[A-Za-z0-9.-]+$/)
      if (errors.length === 0) expect(readAddresses(value)).toEqual({ value, errors: [] })
    }),
    { numRuns: 1_000 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromStorableText, toStorableText } from './storable-text.ts'

const awkward = fc.oneof(
  fc.constantFrom('\0', '\u2400', '\u241B', '\uD83D', '\uDE00', '😀', '\uFFFD', 'D83D', 'STOP'),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const anyText = fc.array(awkward, { maxLength: 12 }).map((parts) => parts.join(''))

test('ordinary text, emoji included, is stored as it is', () => {
  for (const text of ['', 'Hi there 😀 & more', 'a\nb\tc', '\uFFFD', 'ok 👩‍👩‍👧'])
    expect(toStorableText(text)).toBe(text)
})

test('NUL and half a surrogate pair get a visible stand-in', () => {
  expect(toStorableText('a\0b')).toBe('a␀b')
  expect(toStorableText('a\uD83Db')).toBe('a␛D83Db')
  expect(toStorableText('\uDE00\uD83D')).toBe('␛DE00␛D83D')
  expect(toStorableText('␀ and ␛')).toBe('␛␀ and ␛␛')
})

test('whatever comes is storable and can be had back exactly', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const stored = toStorableText(text)
      expect(stored.isWellFormed()).toBe(true)
      expect(stored).not.toContain('\0')
      expect(fromStorableText(stored)).toBe(text)
    }),
    { numRuns: 2000 },
  )
})

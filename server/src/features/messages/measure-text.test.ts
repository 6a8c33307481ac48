import * as fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, test } from 'vitest'
import { isGsm, measureRoom, measureText } from './measure-text.ts'

const gsm =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà^{}\\[~]|€'
const letters = fc.oneof(
  fc.constantFrom(...gsm),
  fc.constantFrom(...'`\t“”—…ç🚚👩‍👩‍👧é́中が\u3099Жҋ\u0483ก็'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
)
const texts = fc.oneof(
  fc
    .array(fc.constantFrom(...'a’🚚中é ', '👩‍👩‍👧'), { minLength: 30, maxLength: 80 })
    .map((parts) => parts.join('')),
  fc.integer({ min: 150, max: 320 }).map((n) => 'Plain\r\n'.repeat(n).slice(0, n)),
  fc.array(letters, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...gsm), { minLength: 140, maxLength: 320 }).map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom('a', '🚚', '中'), { minLength: 60, maxLength: 150 })
    .map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom(...'aé“—…Жҋ中がァ€{}\n'), { minLength: 60, maxLength: 320 })
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.integer({ min: 150, max: 170 }), fc.constantFrom('', '€', '{', 'ç'))
    .map(([n, end]) => 'a'.repeat(n) + end),
)

describe('R24: encoding and segments', () => {
  test('are what sms-segments-calculator gives, for every text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        if (text === '') return
        const reference = new SegmentedMessage(text, 'auto')
        expect(measureText(text)).toEqual({
          encoding: reference.encodingName === 'UCS-2' ? 'UCS2' : 'GSM7',
          segments: reference.segmentsCount,
        })
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['', 'GSM7', 0],
    ['a'.repeat(160), 'GSM7', 1],
    ['a'.repeat(161), 'GSM7', 2],
    [`${'a'.repeat(159)}€`, 'GSM7', 2],
    ['a'.repeat(306), 'GSM7', 2],
    ['a'.repeat(307), 'GSM7', 3],
    ['中'.repeat(70), 'UCS2', 1],
    ['中'.repeat(71), 'UCS2', 2],
    ['🚚'.repeat(35), 'UCS2', 1],
    ['🚚'.repeat(36), 'UCS2', 2],
    [`${'a'.repeat(152)}€${'b'.repeat(152)}`, 'GSM7', 3],
    [`${'中'.repeat(66)}🚚${'中'.repeat(66)}`, 'UCS2', 3],
  ])('%#: stand at the limits', (text, encoding, segments) => {
    expect(measureText(text)).toEqual({ encoding, segments })
  })

  test('tell how much is used and left, for every text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        if (text === '') return
        const reference = new SegmentedMessage(text, 'auto')
        const bits = reference.encodingName === 'UCS-2' ? 16 : 7
        const free = reference.segments.at(-1)?.freeSizeInBits() ?? 0
        expect(measureRoom(text)).toMatchObject({
          length: reference.encodedChars.reduce((sum, { codeUnits }) => sum + codeUnits.length, 0),
          remaining: Math.max(0, Math.floor(free / bits)),
        })
      }),
      { numRuns: 300 },
    )
  })

  test('take a character for GSM-7 just where the library does, each of the basic plane', () => {
    const differing = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => isGsm(character) !== (new SegmentedMessage(character, 'auto').encodingName === 'GSM-7'),
    )
    expect(differing).toEqual([])
  })

  test('an empty text has a whole segment left', () => {
    expect(measureRoom('')).toEqual({ encoding: 'GSM7', segments: 0, length: 0, remaining: 160 })
  })
})

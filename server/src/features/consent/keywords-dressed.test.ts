import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyKeyword, type KeywordContext } from './keywords.ts'
import { undressedWords } from './keywords-undress.ts'

const exact: KeywordContext = { mode: 'EXACT', subscribeKeywords: ['JOIN'], doubleOptInPending: false }
const smart: KeywordContext = { ...exact, mode: 'SMART' }
const contains: KeywordContext = { ...exact, mode: 'CONTAINS' }
const optOut = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'UNSUB', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']
const normal = { kind: 'NONE', possibleOptOut: false }
const flagged = { kind: 'NONE', possibleOptOut: true }

describe('no keyword slips through in any dressing', () => {
  const around = fc
    .array(
      fc.constantFrom(
        ' ',
        '\n',
        '\t',
        '\u00a0',
        '.',
        '!',
        '?',
        '"',
        '”',
        '*',
        '~',
        '-',
        '(',
        '…',
        '🛑',
        '👍🏽',
        '🇺🇸',
        '❤️',
        'ℹ️',
        '7️⃣',
        '\u200b',
        '\u2060',
        '\ufeff',
        '\0',
        '\r\n',
        '\u3000',
        '\u202f',
        '«',
        '»',
        '„',
        '’',
        '`',
        '´',
        '¡',
        '。',
        '！',
        '[',
        '/',
        '\\',
        '|',
        '<',
        '€',
        '#',
        '+',
        '\u200e',
        '\u2067',
        '\ufe0f',
        '👨‍👩‍👧‍👦',
        '🏴\u{e0067}\u{e0062}\u{e007f}',
        '✋',
        '®',
        '☎️',
      ),
    )
    .map((parts) => parts.join(''))
  const between = fc.constantFrom('', '', ' ', '-', '.', '\u200d', '\u00ad', '_')
  const styles: ((letter: string) => string)[] = [
    (letter) => letter,
    (letter) => letter.toLowerCase(),
    (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0),
    (letter) => String.fromCodePoint(letter.charCodeAt(0) - 65 + 0x1d400),
    (letter) => `${letter}\u0336`,
  ]
  const context = fc.record({
    mode: fc.constantFrom('SMART' as const, 'CONTAINS' as const, 'EXACT' as const),
    subscribeKeywords: fc.constant(['JOIN']),
    doubleOptInPending: fc.constant(false),
    country: fc.constantFrom('US', 'CA', 'GB', null),
  })
  const style = fc.array(fc.constantFrom(...styles), { minLength: 12, maxLength: 12 })

  test.each([...optOut, 'START', 'UNSTOP', 'HELP', 'INFO', 'JOIN'])('%s', (keyword) => {
    const plain = classifyKeyword(keyword, exact)
    expect(plain.kind).not.toBe('NONE')
    fc.assert(
      fc.property(around, around, between, style, context, (before, after, gap, dress, context) => {
        const letters = [...keyword].map((letter, i) => dress[i]?.(letter) ?? letter)
        expect(classifyKeyword(before + letters.join(gap) + after, context)).toEqual(plain)
      }),
    )
  })

  test.each(['YES', 'Y'])('%s, while it means something', (keyword) => {
    fc.assert(
      fc.property(around, around, style, context, (before, after, dress, context) => {
        const text = before + [...keyword].map((letter, i) => dress[i]?.(letter) ?? letter).join('') + after
        expect(classifyKeyword(text, { ...context, doubleOptInPending: true })).toMatchObject({
          kind: 'CONFIRM',
          keyword,
        })
        expect(classifyKeyword(text, context)).toEqual(normal)
      }),
    )
  })

  test('nor does any word get through that was added to it', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/).filter((w) => !optOut.includes(w.toUpperCase()))
    fc.assert(
      fc.property(fc.constantFrom('CANCEL', 'END', 'QUIT', 'REVOKE'), word, word, (keyword, a, b) => {
        expect(classifyKeyword(`${a} ${keyword} ${b}`, exact)).toEqual(flagged)
        expect(classifyKeyword(`${a} ${keyword} ${b}`, contains)).toMatchObject({ kind: 'OPT_OUT', keyword })
      }),
    )
  })

  test('any text whatever gets an answer, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => classifyKeyword(text, smart).kind.length > 0),
    )
    const worst = [
      `${'😀 '.repeat(800)}x`,
      '1'.repeat(1600),
      '- '.repeat(800),
      '\u0336'.repeat(1600),
      '👩‍'.repeat(800),
    ]
    const start = performance.now()
    for (const text of worst) expect(classifyKeyword(text, smart)).toEqual(normal)
    expect(performance.now() - start).toBeLessThan(250)
  })
})

const corpus = new URL('../../../../../shared/data/SMSSpamCollection', import.meta.url)

describe.skipIf(!existsSync(corpus))(
  `over the real texts (skipped only where ${corpus.pathname} is absent)`,
  () => {
    const texts = existsSync(corpus) ? readFileSync(corpus, 'utf8').split('\n').slice(1).filter(Boolean) : []
    const ham = texts.filter((line) => line.startsWith('ham\t')).map((line) => line.slice(4))

    test('no ordinary sentence is taken for an opt-out in EXACT', () => {
      expect(ham.length).toBeGreaterThan(4500)
      const taken = ham.filter((text) => classifyKeyword(text, exact).kind === 'OPT_OUT')
      expect(taken.filter((text) => /[a-z].*\s+.*[a-z]/i.test(text))).toEqual([])
    })

    test('nor for any other keyword, also while a double opt-in is pending', () => {
      const pending = { ...exact, doubleOptInPending: true }
      const taken = ham.filter((text) => classifyKeyword(text, pending).kind !== 'NONE')
      expect(taken.filter((text) => /[a-z].*\s+.*[a-z]/i.test(text))).toEqual([])
    })

    test('R16: in the US and Canada EXACT takes those with the word STOP, and no others', () => {
      const us = { ...exact, country: 'US' }
      for (const text of ham) {
        const isTaken = classifyKeyword(text, us).kind === 'OPT_OUT'
        expect(isTaken, text).toBe(
          classifyKeyword(text, exact).kind === 'OPT_OUT' || undressedWords(text).includes('STOP'),
        )
      }
    })

    test('B2: the flag marks few of them, and CONTAINS takes just those that EXACT flags', () => {
      for (const text of ham) {
        const inExact = classifyKeyword(text, exact)
        const inContains = classifyKeyword(text, contains).kind === 'OPT_OUT'
        expect(inContains).toBe(
          inExact.kind === 'OPT_OUT' || (inExact.kind === 'NONE' && inExact.possibleOptOut),
        )
      }
      const share =
        ham.filter((text) => classifyKeyword(text, contains).kind === 'OPT_OUT').length / ham.length
      expect(share).toBeLessThan(0.03)
    })
  },
)

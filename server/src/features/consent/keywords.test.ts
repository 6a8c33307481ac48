import { describe, expect, test } from 'vitest'
import { classifyKeyword, type KeywordContext } from './keywords.ts'

const exact: KeywordContext = { mode: 'EXACT', subscribeKeywords: ['JOIN'], doubleOptInPending: false }
const smart: KeywordContext = { ...exact, mode: 'SMART' }
const contains: KeywordContext = { ...exact, mode: 'CONTAINS' }
const modes = [exact, smart, contains]
const optOut = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'UNSUB', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']
const normal = { kind: 'NONE', possibleOptOut: false }
const flagged = { kind: 'NONE', possibleOptOut: true }

describe('R13: the keywords', () => {
  test.each(optOut)('%s opts out, in every mode', (keyword) => {
    for (const context of modes) {
      expect(classifyKeyword(keyword, context)).toEqual({ kind: 'OPT_OUT', keyword, rule: 'WHOLE_TEXT' })
    }
  })

  test.each([
    ['STOP ALL', 'STOPALL'],
    ['stop-all', 'STOPALL'],
    ['OPT OUT', 'OPTOUT'],
    ['Opt-Out', 'OPTOUT'],
    ['un-subscribe', 'UNSUBSCRIBE'],
    ['s t o p', 'STOP'],
    ['S.T.O.P.', 'STOP'],
    ['“Stop.”', 'STOP'],
    ['ｓｔｏｐ', 'STOP'],
    ['𝐒𝐓𝐎𝐏', 'STOP'],
    ['Ⓢⓣⓞⓟ', 'STOP'],
    ['S̶T̶O̶P̶', 'STOP'],
    ['\u202eSTOP\u202c', 'STOP'],
    ['STOP🇺🇸', 'STOP'],
    ['STOP ℹ️', 'STOP'],
    ['STOP™️', 'STOP'],
    ['stop 1️⃣', 'STOP'],
    ['🛑🛑 stop 👩‍👩‍👧', 'STOP'],
    ['\n\tSTOP\0\r\n', 'STOP'],
    ['ST\u200bOP', 'STOP'],
    ['UNSUBSCRİBE', 'UNSUBSCRIBE'],
    ['unsubscrıbe', 'UNSUBSCRIBE'],
  ])('"%s" is %s', (text, keyword) => {
    expect(classifyKeyword(text, exact)).toEqual({ kind: 'OPT_OUT', keyword, rule: 'WHOLE_TEXT' })
  })

  test('START and UNSTOP opt in, and the account’s own keywords ask for it', () => {
    const own = { ...exact, subscribeKeywords: ['JOIN', 'Café 20', ''] }
    for (const text of ['START', 'unstop!'])
      expect(classifyKeyword(text, own)).toMatchObject({ kind: 'OPT_IN', rule: 'WHOLE_TEXT' })
    for (const text of ['Join', 'CAFÉ-20', 'cafe\u0301 20'])
      expect(classifyKeyword(text, own)).toMatchObject({ kind: 'SUBSCRIBE', rule: 'WHOLE_TEXT' })
    expect(classifyKeyword('café 20', own)).toMatchObject({ keyword: 'Café 20' })
    expect(classifyKeyword('cafe 20', own)).toEqual(normal)
    expect(classifyKeyword('join', { ...exact, subscribeKeywords: [] })).toEqual(normal)
  })

  test('an opt-out wins over an account’s keyword of the same word', () => {
    expect(classifyKeyword('end', { ...exact, subscribeKeywords: ['END'] })).toMatchObject({
      kind: 'OPT_OUT',
    })
    const us = { ...smart, subscribeKeywords: ['STOP WASTE'], country: 'US' }
    expect(classifyKeyword('stop waste', us)).toMatchObject({ kind: 'OPT_OUT' })
  })

  test('YES and Y mean something only while a double opt-in is pending', () => {
    const pending = { ...exact, doubleOptInPending: true }
    for (const text of ['YES', 'y', 'Yes!!', 'yes 👍']) {
      expect(classifyKeyword(text, exact)).toEqual(normal)
      expect(classifyKeyword(text, pending)).toMatchObject({ kind: 'CONFIRM' })
    }
    expect(classifyKeyword('stop', pending)).toMatchObject({ kind: 'OPT_OUT' })
    expect(classifyKeyword('yes please', pending)).toEqual(normal)
  })

  test('HELP and INFO ask for help', () => {
    expect(classifyKeyword('Help?', exact)).toMatchObject({ kind: 'HELP', keyword: 'HELP' })
    expect(classifyKeyword('info', exact)).toMatchObject({ kind: 'HELP', keyword: 'INFO' })
    expect(classifyKeyword('help me', exact)).toEqual(normal)
  })

  test('nothing at all, and words that only look alike, are normal', () => {
    for (const text of [
      '',
      ' ',
      '🛑',
      '…',
      '\0',
      'STOPPED',
      'the weekend',
      'nonstop',
      'quite',
      'ENDS',
      'cancelled',
    ]) {
      for (const context of modes)
        expect(classifyKeyword(text, { ...context, country: 'US' })).toEqual(normal)
    }
  })
})

describe('R16: matching modes', () => {
  const sentence = 'please cancel my order'

  test('B2: a sentence with an opt-out word is a normal message, flagged', () => {
    for (const text of [sentence, 'I want to opt out now', 'Can you stop?', 'the END of it']) {
      expect(classifyKeyword(text, smart)).toEqual(flagged)
      expect(classifyKeyword(text, exact)).toEqual(flagged)
    }
    expect(classifyKeyword(sentence, { ...smart, country: 'US' })).toEqual(flagged)
  })

  test.each([
    ['Hey, can you stop texting me?', 'STOP'],
    ['UNSUBSCRIBE me', 'UNSUBSCRIBE'],
    ['i want to opt-out of this', 'OPTOUT'],
    ['how do I opt  out', 'OPTOUT'],
    ['STOP\n\nSent from my phone', 'STOP'],
  ])('SMART takes "%s" for an opt-out in the US and Canada alone', (text, keyword) => {
    for (const country of ['US', 'CA', 'PR']) {
      const match = { kind: 'OPT_OUT', keyword, rule: 'CONTAINS_US_CA' }
      expect(classifyKeyword(text, { ...smart, country })).toEqual(match)
    }
    expect(classifyKeyword(text, { ...smart, country: 'GB' })).toEqual(flagged)
    expect(classifyKeyword(text, { ...smart, country: null })).toEqual(flagged)
  })

  test('EXACT never applies to STOP in the US and Canada; to the other words it does', () => {
    const us = { ...exact, country: 'US' }
    expect(classifyKeyword('please stop', us)).toMatchObject({ kind: 'OPT_OUT', rule: 'CONTAINS_US_CA' })
    expect(classifyKeyword('please unsubscribe me', us)).toEqual(flagged)
    expect(classifyKeyword('please stop', { ...exact, country: 'GB' })).toEqual(flagged)
  })

  test('CONTAINS takes every opt-out word wherever it stands', () => {
    expect(classifyKeyword(sentence, contains)).toEqual({
      kind: 'OPT_OUT',
      keyword: 'CANCEL',
      rule: 'CONTAINS',
    })
    expect(classifyKeyword('let me opt out', contains)).toMatchObject({ kind: 'OPT_OUT', keyword: 'OPTOUT' })
    expect(classifyKeyword('hello', contains)).toEqual(normal)
  })
})

import { describe, expect, test } from 'vitest'
import { UserErrors } from '../../platform/errors.ts'
import { checkReplyText } from './reply-text.ts'

const codeOf = (text: string): string | null => {
  try {
    checkReplyText(text, false)
    return null
  } catch (error) {
    if (error instanceof UserErrors) return error.items[0]?.code ?? ''
    throw error
  }
}

describe('R20: the text of a reply', () => {
  test.each([
    ['one that fills the carrier’s limit', 'a'.repeat(1_600), null],
    ['one beyond it', 'a'.repeat(1_601), 'TEXT_TOO_LONG'],
    ['two-unit characters up to the limit', '€'.repeat(800), null],
    ['two-unit characters beyond it', `${'€'.repeat(800)}a`, 'TEXT_TOO_LONG'],
    ['UCS-2 up to its limit', '中'.repeat(737), null],
    ['UCS-2 beyond it', '中'.repeat(738), 'TEXT_TOO_LONG'],
    ['emoji, which count twice', '🚚'.repeat(369), 'TEXT_TOO_LONG'],
    ['a megabyte, at once', 'é'.repeat(1_000_000), 'TEXT_TOO_LONG'],
    ['one letter', 'y', null],
    ['none', '', 'TEXT_REQUIRED'],
    ['space alone', ' \n\t', 'TEXT_REQUIRED'],
    ['a NUL', 'a\0b', 'TEXT_INVALID'],
    ['half an emoji', 'a\uD83D', 'TEXT_INVALID'],
  ])('%s', (_, text, code) => {
    expect(codeOf(text)).toBe(code)
  })
})

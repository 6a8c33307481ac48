import { type UserErrorItem, UserErrors } from '../../platform/errors.ts'
import { isStorable } from '../../platform/storable-text.ts'
import { mayHaveLinks } from '../links/find-links.ts'
import { measureRoom } from './measure-text.ts'

/** R20: the most that one message carries, in units of its encoding. */
export const textLimits = { GSM7: 1_600, UCS2: 737 } as const

/** UTF-16 units of a text as it is written: its links may become much shorter before it is sent. */
export const LONGEST_WRITTEN = 5_000

/**
 * Refuses text that can't be sent: none, too much (R20), or not text. What links and coupons make longer or shorter
 * is checked when it is put together.
 */
export const checkReplyText = (text: string, hasMedia: boolean): void => {
  const problem = writtenProblem(text, ['input', 'text'], hasMedia)
  if (problem) throw new UserErrors([problem])
}

/** What is wrong with a text as it was written, or null. Beside pictures there need be none. */
export const writtenProblem = (
  text: string,
  field: string[] | null,
  hasMedia = false,
): UserErrorItem | null => {
  if (text.trim() === '' && !hasMedia)
    return { code: 'TEXT_REQUIRED', message: 'Write a text to send.', field }
  if (!isStorable(text))
    return {
      code: 'TEXT_INVALID',
      message: 'The text has a character that is no text (a NUL, or half an emoji).',
      field,
    }
  if (text.length > LONGEST_WRITTEN) return tooLong(text.length, LONGEST_WRITTEN, field)
  return mayHaveLinks(text) || text.includes('{%') ? null : lengthProblem(text, field)
}

/** Whether a text as it is sent is more than one message carries (R20). */
export const lengthProblem = (text: string, field: string[] | null): UserErrorItem | null => {
  // What is too long in any encoding isn't measured, which would take long.
  if (text.length > textLimits.GSM7) return tooLong(text.length, textLimits.GSM7, field)
  const { encoding, length } = measureRoom(text)
  return length > textLimits[encoding] ? tooLong(length, textLimits[encoding], field) : null
}

const tooLong = (length: number, limit: number, field: string[] | null): UserErrorItem => ({
  code: 'TEXT_TOO_LONG',
  message: `The text is ${length} characters long; ${limit} is the most for its characters.`,
  field,
})

import { type UserErrors, userError } from '../../platform/errors.ts'
import { isStorable } from '../../platform/storable-text.ts'
import { measureText } from './measure-text.ts'

/** R20: the most that one message carries, in units of its encoding. */
export const textLimits = { GSM7: 1_600, UCS2: 737 } as const

const gsmExtension = /[\f^{}\\[\]~|€]/g

/** Refuses text that can't be sent: none, too much (R20), or not text. */
export const checkReplyText = (text: string): void => {
  const field = ['input', 'text']
  if (text.trim() === '') throw userError('TEXT_REQUIRED', 'Write a text to send.', field)
  if (!isStorable(text))
    throw userError(
      'TEXT_INVALID',
      'The text has a character that is no text (a NUL, or half an emoji).',
      field,
    )
  // What is too long in any encoding isn't measured, which would take long.
  if (text.length > textLimits.GSM7) throw tooLong(text.length, textLimits.GSM7)
  const { encoding } = measureText(text)
  const length = encoding === 'UCS2' ? text.length : text.length + (text.match(gsmExtension)?.length ?? 0)
  if (length > textLimits[encoding]) throw tooLong(length, textLimits[encoding])
}

const tooLong = (length: number, limit: number): UserErrors =>
  userError(
    'TEXT_TOO_LONG',
    `The text is ${length} characters long; ${limit} is the most for its characters.`,
    ['input', 'text'],
  )

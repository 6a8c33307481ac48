import type { UserErrorItem } from '../../platform/errors.ts'
import { parseMoment } from '../../platform/moment.ts'
import { type E164, parsePhoneNumber } from '../../platform/phone.ts'
import { isStorable } from '../../platform/storable-text.ts'

/** Clocks of others go a little wrong: what they say happened just ahead of now has happened. */
const SKEW_MS = 5 * 60_000
/** Characters that an integrator's own id may have. */
export const LONGEST_ID = 200

/** What a text has to be, besides storable: how long at most, and the stem of its codes. */
interface LineRule {
  longest: number
  /** `EXTERNAL_ID`: refused with EXTERNAL_ID_REQUIRED, EXTERNAL_ID_TOO_LONG, EXTERNAL_ID_INVALID. */
  stem: string
}

/** Reads one item of a bulk input: what is wrong with it is gathered, each with its path (R41). */
export class ItemReader {
  readonly errors: UserErrorItem[] = []

  constructor(private readonly path: string[]) {}

  /** Notes an error of a field of the item. */
  refuse(code: string, message: string, ...field: string[]): null {
    this.errors.push({ code, message, field: [...this.path, ...field] })
    return null
  }

  /** A number in E.164, or as people write it. PHONE_NUMBER_INVALID. */
  phoneNumber(text: string): E164 | null {
    const number = parsePhoneNumber(text)
    return number ?? this.refuse('PHONE_NUMBER_INVALID', 'This is no phone number in E.164.', 'phoneNumber')
  }

  /** A line of text, without the space around it. */
  line(text: string, { longest, stem }: LineRule, ...field: string[]): string | null {
    const line = text.trim()
    if (line === '') return this.refuse(`${stem}_REQUIRED`, 'It may not be empty.', ...field)
    if (line.length > longest)
      return this.refuse(`${stem}_TOO_LONG`, `It may have up to ${longest} characters.`, ...field)
    if (!isStorable(line))
      return this.refuse(
        `${stem}_INVALID`,
        'It has a character that is no text (a NUL, or half an emoji).',
        ...field,
      )
    return line
  }

  /** A moment that was, not before `earliest`; now, if none is given. AT_INVALID, AT_IN_FUTURE, AT_TOO_OLD. */
  past(text: string | null | undefined, now: Date, earliest: Date): Date | null {
    if (text == null) return now
    const at = this.moment(text)
    if (!at) return null
    if (at.getTime() > now.getTime() + SKEW_MS)
      return this.refuse('AT_IN_FUTURE', 'It can only be recorded once it has happened.', 'at')
    if (at < earliest)
      return this.refuse('AT_TOO_OLD', `It may not be before ${earliest.toISOString().slice(0, 10)}.`, 'at')
    return at > now ? now : at
  }

  /** Any moment. AT_INVALID. */
  moment(text: string): Date | null {
    const wrong = 'It must be ISO 8601 with an offset: 2026-11-23T12:00:00Z'
    return parseMoment(text) ?? this.refuse('AT_INVALID', wrong, 'at')
  }
}

/** So many years before. */
export const yearsBefore = (now: Date, years: number): Date => {
  const before = new Date(now)
  before.setUTCFullYear(before.getUTCFullYear() - years)
  return before
}

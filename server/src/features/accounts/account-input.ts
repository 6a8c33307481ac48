import { parseEmailAddress } from '../../platform/email-address.ts'
import { type UserErrorItem, UserErrors } from '../../platform/errors.ts'
import { isStorable } from '../../platform/storable-text.ts'
import { parseTimeZone } from '../../platform/time-zones.ts'

const LONGEST_NAME = 100
/** It stands in every compliance text, beside which there must be room for the rest. */
const LONGEST_PREFIX = 50
const LONGEST_WINDOW_HOURS = 720

/** What may be said of an account; what is left out or null is not said. */
export interface AccountFields {
  name?: string | null
  organizationPrefix?: string | null
  /** Null or empty: none. */
  contactEmail?: string | null
  timeZone?: string | null
  attributionWindowHours?: number | null
}

/** Of the fields that are said, their values as they are kept. */
export interface ReadAccountFields {
  name?: string
  organizationPrefix?: string
  contactEmail?: string | null
  timeZone?: string
  attributionWindowHours?: number
}

/**
 * Reads what is said of an account.
 * @throws UserErrors with all that is wrong: NAME_REQUIRED, NAME_INVALID, PREFIX_REQUIRED, PREFIX_INVALID,
 * EMAIL_INVALID, TIME_ZONE_INVALID, ATTRIBUTION_WINDOW_INVALID
 */
export const readAccountFields = (input: AccountFields): ReadAccountFields => {
  const errors: UserErrorItem[] = []
  const wrong = (code: string, message: string, field: string): undefined => {
    errors.push({ code, message, field: ['input', field] })
  }
  const line = (text: string, codes: string, longest: number, field: string): string | undefined => {
    const value = text.trim()
    if (value === '') return wrong(`${codes}_REQUIRED`, 'It must not be empty.', field)
    if (value.length <= longest && isStorable(value) && !/[\p{Cc}\u2028\u2029]/v.test(value)) return value
    return wrong(`${codes}_INVALID`, `It must be one line of up to ${longest} characters.`, field)
  }
  const { name, organizationPrefix, contactEmail, timeZone, attributionWindowHours: hours } = input
  const read: ReadAccountFields = {
    ...(name != null && { name: line(name, 'NAME', LONGEST_NAME, 'name') }),
    ...(organizationPrefix != null && {
      organizationPrefix: line(organizationPrefix, 'PREFIX', LONGEST_PREFIX, 'organizationPrefix'),
    }),
    ...(contactEmail !== undefined && { contactEmail: readEmail(contactEmail, wrong) }),
    ...(timeZone != null && { timeZone: readZone(timeZone, wrong) }),
    ...(hours != null && { attributionWindowHours: readWindow(hours, wrong) }),
  }
  if (errors.length > 0) throw new UserErrors(errors)
  return read
}

type Wrong = (code: string, message: string, field: string) => undefined

const readEmail = (text: string | null, wrong: Wrong): string | null | undefined => {
  if (text === null || text.trim() === '') return null
  return parseEmailAddress(text) ?? wrong('EMAIL_INVALID', 'This is no e-mail address.', 'contactEmail')
}

const readZone = (text: string, wrong: Wrong): string | undefined =>
  parseTimeZone(text) ??
  wrong(
    'TIME_ZONE_INVALID',
    `"${text.slice(0, 50)}" is no IANA time zone; one is America/New_York, for example.`,
    'timeZone',
  )

const readWindow = (hours: number, wrong: Wrong): number | undefined => {
  if (Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_WINDOW_HOURS) return hours
  return wrong(
    'ATTRIBUTION_WINDOW_INVALID',
    `It must be from 1 to ${LONGEST_WINDOW_HOURS} hours.`,
    'attributionWindowHours',
  )
}

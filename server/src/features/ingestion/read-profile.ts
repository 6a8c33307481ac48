import { parseEmailAddress } from '../../platform/email-address.ts'
import type { E164 } from '../../platform/phone.ts'
import { parseTimeZone } from '../../platform/time-zones.ts'
import { parseCountry } from './country.ts'
import { ItemReader, LONGEST_ID } from './item-reader.ts'
import { checkProperties, type Properties } from './properties.ts'

/** What may be said of a profile. What is left out stays as it is; what is null is cleared. */
export interface ProfileFields {
  phoneNumber: string
  externalId?: string | null
  name?: string | null
  email?: string | null
  location?: LocationFields | null
  properties?: Properties | null
}
export interface LocationFields {
  city?: string | null
  region?: string | null
  country?: string | null
  timeZone?: string | null
}

/** Columns of a profile that an integrator may set. */
export interface ProfileColumns {
  external_id: string | null
  name: string | null
  email: string | null
  city: string | null
  region: string | null
  country: string | null
  time_zone: string | null
}

/** What was read: the columns that are said, and how properties change (null: all go). */
export interface ProfileChange {
  phoneNumber: E164
  columns: Partial<ProfileColumns>
  properties: Properties | null | undefined
}

const LONGEST_NAME = 200

/**
 * Reads what is said of a profile. Codes: PHONE_NUMBER_INVALID, EXTERNAL_ID_*, NAME_*, EMAIL_INVALID, CITY_*, REGION_*,
 * COUNTRY_INVALID, TIME_ZONE_INVALID, PROPERTIES_INVALID, PROPERTIES_TOO_LARGE.
 */
export const readProfile = (
  fields: ProfileFields,
  index: number,
): { item: ProfileChange | null; userErrors: ItemReader['errors'] } => {
  const reader = new ItemReader(['profiles', String(index)])
  const phoneNumber = reader.phoneNumber(fields.phoneNumber)
  const columns = { ...columnsOf(reader, fields), ...placeOf(reader, fields.location) }
  const properties = fields.properties && checkProperties(reader, fields.properties)
  const isGood = phoneNumber !== null && reader.errors.length === 0
  return { item: isGood ? { phoneNumber, columns, properties } : null, userErrors: reader.errors }
}

const columnsOf = (
  reader: ItemReader,
  { externalId, name, email }: ProfileFields,
): Partial<ProfileColumns> => {
  const columns: Partial<ProfileColumns> = {}
  if (externalId !== undefined)
    columns.external_id =
      externalId && reader.line(externalId, { longest: LONGEST_ID, stem: 'EXTERNAL_ID' }, 'externalId')
  if (externalId === '') reader.refuse('EXTERNAL_ID_REQUIRED', 'Give null to clear it.', 'externalId')
  if (name !== undefined) columns.name = lineOrNone(reader, name, 'NAME', 'name')
  if (email !== undefined) columns.email = emailOrNone(reader, email)
  return columns
}

const placeOf = (
  reader: ItemReader,
  location: LocationFields | null | undefined,
): Partial<ProfileColumns> => {
  if (location === undefined) return {}
  if (location === null) return { city: null, region: null, country: null, time_zone: null }
  const { city, region, country, timeZone } = location
  const columns: Partial<ProfileColumns> = {}
  if (city !== undefined) columns.city = lineOrNone(reader, city, 'CITY', 'location', 'city')
  if (region !== undefined) columns.region = lineOrNone(reader, region, 'REGION', 'location', 'region')
  if (country !== undefined)
    columns.country =
      isBlank(country) || country === null
        ? null
        : (parseCountry(country) ??
          reader.refuse('COUNTRY_INVALID', 'It must be an ISO 3166-1 code: US', 'location', 'country'))
  if (timeZone !== undefined)
    columns.time_zone =
      isBlank(timeZone) || timeZone === null
        ? null
        : (parseTimeZone(timeZone) ??
          reader.refuse(
            'TIME_ZONE_INVALID',
            'It must be an IANA time zone: America/New_York',
            'location',
            'timeZone',
          ))
  return columns
}

const isBlank = (text: string | null): boolean => text === null || text.trim() === ''

const lineOrNone = (
  reader: ItemReader,
  text: string | null,
  stem: string,
  ...field: string[]
): string | null =>
  text === null || isBlank(text) ? null : reader.line(text, { longest: LONGEST_NAME, stem }, ...field)

const emailOrNone = (reader: ItemReader, text: string | null): string | null =>
  text === null || isBlank(text)
    ? null
    : (parseEmailAddress(text) ?? reader.refuse('EMAIL_INVALID', 'This is no e-mail address.', 'email'))

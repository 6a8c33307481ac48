import { getCountry } from 'countries-and-timezones'
import { LRUCache } from 'lru-cache'
import { countryOf } from '../../platform/phone.ts'
import type { TimeZoneName } from '../../platform/time-zones.ts'
import { stateOfNumber, zonesOfNumber } from './number-zones.ts'
import { findRegion } from './regions.ts'

/** What is known of where a person is: the columns of a profile. */
export interface Place {
  /** E.164. */
  phoneNumber: string
  /** As the integrator told. */
  timeZone: TimeZoneName | null
  /** ISO 3166-1, two letters. */
  country: string | null
  /** State or province, by code or name. */
  region: string | null
}

/** The library builds an answer anew each time, which takes longer than all else here. */
const zonesByCountry = new LRUCache<string, TimeZoneName[]>({ max: 300 })

const zonesOfCountry = (country: string): TimeZoneName[] => {
  const known = zonesByCountry.get(country)
  if (known) return known
  const zones = getCountry(country)?.timezones ?? []
  zonesByCountry.set(country, zones)
  return zones
}

const zonesOfLocation = (country: string | null, region: string | null): TimeZoneName[] => {
  if (!country) return []
  const found = region ? findRegion(country, region) : null
  return found?.zones ?? zonesOfCountry(country)
}

const only = (zones: TimeZoneName[]): TimeZoneName | null => (zones.length === 1 ? (zones[0] ?? null) : null)

/**
 * The time zone that a person lives by (R25): the profile's own, else the location's, else the number's. A location of
 * several zones is narrowed by the number, which says nothing of another country. Null unless it is exactly one.
 */
export const zoneOf = (place: Place): TimeZoneName | null => {
  if (place.timeZone) return place.timeZone
  const country = place.country?.toUpperCase() ?? null
  const located = zonesOfLocation(country, place.region)
  if (located.length === 1) return only(located)
  if (country && country !== countryOf(place.phoneNumber)) return null
  const dialled = zonesOfNumber(place.phoneNumber)
  const region = country && place.region ? findRegion(country, place.region) : null
  return only(region ? dialled.filter((zone) => region.zones.includes(zone)) : dialled)
}

/** The US state that a person is in, by location, else by area code ("TX"); null elsewhere and if unknown. */
export const stateOf = (place: Place): string | null => {
  const country = place.country?.toUpperCase()
  if (country && country !== 'US') return null
  if (place.region) return findRegion('US', place.region)?.code ?? null
  return stateOfNumber(place.phoneNumber)
}

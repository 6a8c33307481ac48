import { getCountry } from 'countries-and-timezones'
import { LRUCache } from 'lru-cache'
import { countryOf } from '../../platform/phone.ts'
import type { TimeZoneName } from '../../platform/time-zones.ts'
import { regionOfNumber, zonesOfNumber } from './number-zones.ts'
import { findRegion, type Region } from './regions.ts'

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

const only = (zones: TimeZoneName[]): TimeZoneName | null => (zones.length === 1 ? (zones[0] ?? null) : null)

/** A number tells apart the zones of a region only if it is from there itself. */
const narrowed = (located: Region, { phoneNumber }: Place, country: string): TimeZoneName | null => {
  if (country !== 'US' && country !== 'CA') return null
  if (regionOfNumber(phoneNumber, country) !== located.code) return null
  return only(zonesOfNumber(phoneNumber).filter((zone) => located.zones.includes(zone)))
}

/**
 * The time zone that a person lives by (R25): the profile's own, else the location's, else the number's. A location of
 * several zones is narrowed by a number from there, which says nothing of another place. Null unless it is exactly one.
 */
export const zoneOf = (place: Place): TimeZoneName | null => {
  if (place.timeZone) return place.timeZone
  const country = place.country?.toUpperCase() ?? null
  const region = country && place.region ? findRegion(country, place.region) : null
  if (country && region) return only(region.zones) ?? narrowed(region, place, country)
  const zones = country ? zonesOfCountry(country) : []
  if (zones.length === 1) return only(zones)
  if (country && country !== countryOf(place.phoneNumber)) return null
  return only(zonesOfNumber(place.phoneNumber))
}

/** The US state that a person is in, by location, else by area code ("TX"); null elsewhere and if unknown. */
export const stateOf = (place: Place): string | null => {
  const country = place.country?.toUpperCase()
  if (country && country !== 'US') return null
  const located = place.region ? findRegion('US', place.region) : null
  return located?.code ?? regionOfNumber(place.phoneNumber, 'US')
}

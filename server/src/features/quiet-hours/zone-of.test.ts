import { timezones } from 'libphonenumber-geo-carrier'
import parsePhoneNumber from 'libphonenumber-js'
import { describe, expect, test } from 'vitest'
import { parseTimeZone } from '../../platform/time-zones.ts'
import { regionOfNumber, zonesOfNumber } from './number-zones.ts'
import { findRegion } from './regions.ts'
import { type Place, stateOf, zoneOf } from './zone-of.ts'

const place = (phoneNumber: string, more: Partial<Place> = {}): Place => ({
  phoneNumber,
  timeZone: null,
  country: null,
  region: null,
  ...more,
})

describe('R25: a person’s time zone', () => {
  test.each([
    [
      'the profile’s own before all else',
      '+14155550100',
      { timeZone: 'Asia/Tokyo', country: 'DE' },
      'Asia/Tokyo',
    ],
    ['the place’s before the number’s', '+14155550100', { country: 'US', region: 'NY' }, 'America/New_York'],
    ['a state by its name', '+14155550100', { country: 'us', region: 'new york' }, 'America/New_York'],
    ['a state by its ISO code', '+14155550100', { country: 'US', region: 'US-NY' }, 'America/New_York'],
    ['a province', '+14155550100', { country: 'CA', region: 'Québec' }, 'America/Toronto'],
    ['a province of one zone', '+14165550100', { country: 'CA', region: 'AB' }, 'America/Edmonton'],
    ['a country of one zone', '+14155550100', { country: 'FR' }, 'Europe/Paris'],
    [
      'a state of two, told apart by the number',
      '+17135550100',
      { country: 'US', region: 'TX' },
      'America/Chicago',
    ],
    ['… on its other side', '+19155550100', { country: 'US', region: 'Texas' }, 'America/Denver'],
    ['… but not by one from elsewhere', '+12125550142', { country: 'US', region: 'TX' }, null],
    ['… whose zone is one of the two', '+12125550142', { country: 'US', region: 'TN' }, null],
    ['a province of two', '+16045550100', { country: 'CA', region: 'BC' }, 'America/Vancouver'],
    [
      'a state that nobody knows, by the country and number',
      '+12125550142',
      { country: 'US', region: 'Xx' },
      'America/New_York',
    ],
    ['a country of many, by a number of its own', '+14155550100', { country: 'US' }, 'America/Los_Angeles'],
    ['… but not by a foreign one', '+4915112345678', { country: 'US' }, null],
    ['the number’s, where nothing else is known', '+12125550142', {}, 'America/New_York'],
    ['a region without a country says nothing', '+12125550142', { region: 'TX' }, 'America/New_York'],
    ['a number of a country with one zone', '+4915112345678', {}, 'Europe/Berlin'],
    ['two names of one zone are one', '+447911123456', {}, 'Europe/London'],
    ['an old name is given as the new one', '+919812345678', {}, 'Asia/Kolkata'],
    ['a number of two zones', '+19075550100', {}, null],
    ['a toll-free number', '+18885550100', {}, null],
    ['an area code that nobody has', '+15550001000', { country: 'US' }, null],
    ['a short code', '24365', {}, null],
  ] as const)('%s', (_, number, more, zone) => {
    expect(zoneOf(place(number, more))).toBe(zone)
  })

  test('by number ranges is what the library itself says', async () => {
    const numbers = [
      '+14155550100',
      '+19285550100',
      '+33612345678',
      '+5511912345678',
      '+19155550100',
      '+642112345',
    ]
    for (const number of numbers)
      expect(zonesOfNumber(number)).toEqual(await timezones(parsePhoneNumber(number)))
    expect(zonesOfNumber('+18885550100')).toEqual(await timezones(parsePhoneNumber('+18885550100')))
  })

  test('every zone of the table exists', () => {
    for (const state of ['AL', 'AK', 'TX', 'DC', 'PR', 'WY'])
      for (const zone of findRegion('US', state)?.zones ?? ['missing']) expect(parseTimeZone(zone)).toBe(zone)
  })
})

describe('R19: the US state whose law holds', () => {
  test.each([
    ['by place', '+14155550100', { country: 'US', region: 'texas' }, 'TX'],
    ['by area code', '+17135550100', { country: 'US' }, 'TX'],
    ['by area code, as a city', '+13055550100', {}, 'FL'],
    ['the capital', '+12025550100', {}, 'DC'],
    ['Washington State', '+12065550100', {}, 'WA'],
    [
      'a region that nobody knows, by area code',
      '+17135550100',
      { country: 'US', region: 'Somewhere' },
      'TX',
    ],
    ['Canada', '+14165550100', {}, null],
    ['another country', '+17135550100', { country: 'FR' }, null],
    ['toll-free', '+18885550100', {}, null],
  ] as const)('%s', (_, number, more, state) => expect(stateOf(place(number, more))).toBe(state))

  test('is none for a number outside of North America', () =>
    expect(regionOfNumber('+447911123456', 'US')).toBeNull())
})

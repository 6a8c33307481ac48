import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localTimeOf } from '../../platform/time-zones.ts'
import { stateHours } from './hours.ts'
import { quietHours, quietIn } from './quiet-hours.ts'

const zones = fc.constantFrom(
  ...Intl.supportedValuesOf('timeZone'),
  'Etc/GMT-14',
  'Etc/GMT+12',
  'Pacific/Kiritimati',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
)
const states = fc.constantFrom(null, ...Object.keys(stateHours))
const moments = fc.date({ min: new Date('2012-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
const MINUTE = 60_000

/** The rule as it is written, worked out from a calendar. */
const isQuietByTheBook = (zone: string, state: string | null, at: Date): boolean => {
  const { year, month, day, hour } = localTimeOf(at, zone)
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  const law = state ? stateHours[state] : undefined
  const hours = weekday === 0 ? law?.sunday : weekday === 6 ? law?.saturday : undefined
  const { from, to } = hours ?? law?.every ?? { from: 8, to: 20 }
  return hour < Math.max(8, from) || hour >= Math.min(20, to)
}

describe('R25: quiet hours', () => {
  test('are before 8:00 and from 20:00 by local clocks, in every zone at every moment', () => {
    fc.assert(
      fc.property(zones, moments, (zone, now) => {
        const { hour } = localTimeOf(now, zone)
        expect(quietIn(zone, null, now).isQuiet).toBe(hour < 8 || hour >= 20)
      }),
      { numRuns: 1_000 },
    )
  })

  test('end and begin at the very minute that is told, and not before, over every change of clocks', () => {
    fc.assert(
      fc.property(
        zones,
        states,
        moments,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (zone, state, now, parts) => {
          const { isQuiet, until } = quietIn(zone, state, now)
          expect(until.getTime()).toBeGreaterThan(now.getTime())
          expect(until.getTime() % MINUTE).toBe(0)
          expect(isQuietByTheBook(zone, state, until)).toBe(!isQuiet)
          const last = until.getTime() - 1
          for (const part of [0, 1, ...parts])
            expect(
              isQuietByTheBook(
                zone,
                state,
                new Date(now.getTime() + Math.floor(part * (last - now.getTime()))),
              ),
            ).toBe(isQuiet)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a state’s law adds to them and takes nothing away', () => {
    fc.assert(
      fc.property(zones, states, moments, (zone, state, now) => {
        if (quietIn(zone, null, now).isQuiet) expect(quietIn(zone, state, now).isQuiet).toBe(true)
      }),
    )
  })

  test.each([
    ['the night the clocks go forward', 'America/New_York', '2026-03-08T04:00Z', '2026-03-08T12:00Z'],
    ['the night they go back', 'America/New_York', '2026-11-01T03:00Z', '2026-11-01T13:00Z'],
    ['without summer time', 'America/Phoenix', '2026-03-08T05:00Z', '2026-03-08T15:00Z'],
    ['half an hour of it', 'Australia/Lord_Howe', '2026-04-04T12:00Z', '2026-04-04T21:30Z'],
    ['+14 h', 'Etc/GMT-14', '2026-05-01T09:59Z', '2026-05-01T18:00Z'],
    ['−12 h', 'Etc/GMT+12', '2026-05-01T08:00Z', '2026-05-01T20:00Z'],
    ['half hours', 'Asia/Kolkata', '2026-05-01T20:00Z', '2026-05-02T02:30Z'],
    ['quarters', 'Asia/Kathmandu', '2026-05-01T20:00Z', '2026-05-02T02:15Z'],
    ['a day that was left out', 'Pacific/Apia', '2011-12-30T09:00Z', '2011-12-30T18:00Z'],
  ])('%s: they end at %s’s 8:00', (_, zone, now, end) => {
    expect(quietIn(zone, null, new Date(now))).toEqual({ isQuiet: true, until: new Date(end) })
  })

  // 2026-11-21 is a Saturday.
  test.each([
    ['CT', 'America/New_York', '2026-11-23T13:30Z', '2026-11-23T14:00Z'],
    ['TX', 'America/Chicago', '2026-11-22T15:00Z', '2026-11-22T18:00Z'],
    ['TX', 'America/Chicago', '2026-11-23T14:30Z', '2026-11-23T15:00Z'],
    ['TX', 'America/Chicago', '2026-11-24T02:30Z', '2026-11-24T15:00Z'],
    ['RI', 'America/New_York', '2026-11-20T23:00Z', '2026-11-21T15:00Z'],
    ['RI', 'America/New_York', '2026-11-21T22:00Z', '2026-11-22T15:00Z'],
    ['FL', 'America/New_York', '2026-11-24T01:00Z', '2026-11-24T13:00Z'],
  ])('what goes out by itself keeps to the law of %s', (state, zone, now, end) => {
    const place = { phoneNumber: '+18005550100', timeZone: zone, country: 'US', region: state }
    expect(quietHours(place, new Date(now), 'STRICT')).toEqual({ isQuiet: true, until: new Date(end) })
  })

  test('of somebody whose zone is unknown are unknown, too', () => {
    const place = { phoneNumber: '+18005550100', timeZone: null, country: 'US', region: null }
    expect(quietHours(place, new Date(), 'USUAL')).toBeNull()
    expect(quietHours(place, new Date(), 'STRICT')).toBeNull()
  })
})

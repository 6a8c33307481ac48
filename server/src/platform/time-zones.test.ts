import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localTimeOf, nextTimeOfDay, parseTimeZone, timeOnDayAfter } from './time-zones.ts'

describe('a time zone', () => {
  test.each([
    ['America/New_York', 'America/New_York'],
    [' america/new_york ', 'America/New_York'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['utc', 'UTC'],
    ['Etc/GMT-14', 'Etc/GMT-14'],
  ])('%j is read as %j', (given, read) => expect(parseTimeZone(given)).toBe(read))

  test.each(['', 'Nowhere/Town', '+05:30', 'GMT+5', '-14', 'America/New_York; drop', 'x'.repeat(10_000)])(
    '%j is none',
    (given) => expect(parseTimeZone(given)).toBeNull(),
  )
})

const nine = { hour: 9, minute: 0 }

describe('R26: a time of day some days on', () => {
  test.each([
    ['before the clocks go forward', 'America/New_York', '2026-03-07T15:00Z', 1, '2026-03-08T13:00Z'],
    ['before they go back', 'America/New_York', '2026-10-31T15:00Z', 1, '2026-11-01T14:00Z'],
    ['a week over the change', 'Europe/Berlin', '2026-10-20T10:00Z', 7, '2026-10-27T08:00Z'],
    ['where it is the day after already', 'Pacific/Kiritimati', '2026-05-01T12:00Z', 1, '2026-05-02T19:00Z'],
    ['where it is still the day before', 'Etc/GMT+12', '2026-05-01T08:00Z', 1, '2026-05-01T21:00Z'],
    ['in a zone of +14 h', 'Etc/GMT-14', '2026-05-01T09:59Z', 1, '2026-05-01T19:00Z'],
    ['in half an hour’s zone', 'Asia/Kolkata', '2026-05-01T12:00Z', 1, '2026-05-02T03:30Z'],
    ['in three quarters’', 'Asia/Kathmandu', '2026-05-01T12:00Z', 1, '2026-05-02T03:15Z'],
    ['without summer time', 'America/Phoenix', '2026-03-07T15:00Z', 1, '2026-03-08T16:00Z'],
    ['with half an hour of it', 'Australia/Lord_Howe', '2026-04-04T00:00Z', 1, '2026-04-04T22:30Z'],
    ['over the end of a year', 'Asia/Tokyo', '2026-12-31T00:30Z', 1, '2027-01-01T00:00Z'],
  ])('%s', (_, zone, from, days, expected) => {
    expect(timeOnDayAfter(new Date(from), zone, days, nine)).toEqual(new Date(expected))
  })

  test('that a spring leaves out is as much later, and that an autumn has twice is the first', () => {
    const half = { hour: 2, minute: 30 }
    const gap = timeOnDayAfter(new Date('2026-03-07T15:00Z'), 'America/New_York', 1, half)
    expect(localTimeOf(gap, 'America/New_York')).toMatchObject({ day: 8, hour: 3, minute: 30 })
    const twice = { hour: 1, minute: 30 }
    const first = timeOnDayAfter(new Date('2026-10-31T15:00Z'), 'America/New_York', 1, twice)
    expect(first).toEqual(new Date('2026-11-01T05:30Z'))
  })
})

describe('R25: the next time of day', () => {
  test.each([
    ['later today', '2026-05-01T10:00Z', '2026-05-01T12:00Z'],
    ['tomorrow, once it is past', '2026-05-01T12:00:01Z', '2026-05-02T12:00Z'],
    ['tomorrow, at that very time', '2026-05-01T12:00Z', '2026-05-02T12:00Z'],
  ])('is %s', (_, after, expected) => {
    expect(nextTimeOfDay(new Date(after), 'America/New_York', { hour: 8, minute: 0 })).toEqual(
      new Date(expected),
    )
  })

  test('is after now, within 26 hours, and shows that time, in every zone at any moment', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'Etc/GMT-14', 'Etc/GMT+12')
    const moments = fc.date({
      min: new Date('2015-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(moments, zones, fc.nat(23), fc.nat(59), (after, zone, hour, minute) => {
        const next = nextTimeOfDay(after, zone, { hour, minute })
        const hours = (next.getTime() - after.getTime()) / 3_600_000
        expect(hours).toBeGreaterThan(0)
        expect(hours).toBeLessThanOrEqual(26)
        const shown = localTimeOf(next, zone)
        // In a gap it is later than asked, by as much as the clocks jump: two hours at most (Antarctica/Troll).
        const late = shown.hour * 60 + shown.minute - hour * 60 - minute
        expect(late).toBeGreaterThanOrEqual(0)
        expect(late).toBeLessThanOrEqual(120)
      }),
      { numRuns: 500 },
    )
  })
})

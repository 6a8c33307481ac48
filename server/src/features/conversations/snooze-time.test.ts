import { describe, expect, test } from 'vitest'
import type { SnoozeUntil } from './snooze.graphql.ts'
import { type SnoozeAsked, snoozeTime } from './snooze-time.ts'

const at = (asked: SnoozeAsked, zone = 'America/New_York', now = '2026-05-01T18:00:00.000Z'): string =>
  snoozeTime(asked, zone, new Date(now)).toISOString()

describe('R26: a snooze lasts', () => {
  test.each<[SnoozeUntil, string, string, string]>([
    ['LATER_TODAY', 'America/New_York', '2026-05-01T18:00:00.000Z', '2026-05-01T21:00:00.000Z'],
    // Three hours are three hours, over midnight and while clocks jump.
    ['LATER_TODAY', 'America/New_York', '2026-03-08T05:30:00.000Z', '2026-03-08T08:30:00.000Z'],
    ['TOMORROW', 'America/New_York', '2026-05-01T18:00:00.000Z', '2026-05-02T13:00:00.000Z'],
    // 23:30 there: tomorrow is in ten hours.
    ['TOMORROW', 'America/New_York', '2026-05-02T03:30:00.000Z', '2026-05-02T13:00:00.000Z'],
    ['TOMORROW', 'America/New_York', '2026-03-07T18:00:00.000Z', '2026-03-08T13:00:00.000Z'],
    ['TOMORROW', 'Pacific/Kiritimati', '2026-05-01T18:00:00.000Z', '2026-05-02T19:00:00.000Z'],
    ['TOMORROW', 'Asia/Kolkata', '2026-05-01T18:00:00.000Z', '2026-05-02T03:30:00.000Z'],
    ['ONE_WEEK', 'America/New_York', '2026-05-01T18:00:00.000Z', '2026-05-08T13:00:00.000Z'],
    ['ONE_WEEK', 'America/New_York', '2026-10-28T18:00:00.000Z', '2026-11-04T14:00:00.000Z'],
    ['ONE_WEEK', 'Etc/GMT+12', '2026-05-01T18:00:00.000Z', '2026-05-08T21:00:00.000Z'],
  ])('%s in %s, asked at %s, until %s', (until, zone, now, expected) => {
    expect(at({ until }, zone, now)).toBe(expected)
  })

  test('B6: or until any moment, with whatever offset', () => {
    expect(at({ at: '2026-05-03T09:30:00+02:00' })).toBe('2026-05-03T07:30:00.000Z')
    expect(at({ until: null, at: '2028-05-01T00:00:00Z' })).toBe('2028-05-01T00:00:00.000Z')
  })

  test.each<[string, SnoozeAsked, string, string]>([
    ['neither', {}, 'UNTIL_OR_AT', 'until'],
    ['both', { until: 'TOMORROW', at: '2026-05-03T09:30:00Z' }, 'UNTIL_OR_AT', 'until'],
    ['words', { at: 'tomorrow' }, 'AT_INVALID', 'at'],
    ['nothing', { at: '' }, 'AT_INVALID', 'at'],
    ['no offset', { at: '2026-05-03T09:30:00' }, 'AT_INVALID', 'at'],
    ['no such day', { at: '2026-02-30T09:30:00Z' }, 'AT_INVALID', 'at'],
    ['now', { at: '2026-05-01T18:00:00Z' }, 'AT_PAST', 'at'],
    ['the past', { at: '2020-05-01T18:00:00Z' }, 'AT_PAST', 'at'],
    ['the far future', { at: '2029-05-01T18:00:00Z' }, 'AT_TOO_FAR', 'at'],
  ])('refuses %s', (_, asked, code, field) => {
    expect(() => at(asked)).toThrow(
      expect.objectContaining({ items: [expect.objectContaining({ code, field: [field] })] }),
    )
  })
})

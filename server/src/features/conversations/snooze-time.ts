import { userError } from '../../platform/errors.ts'
import { parseMoment } from '../../platform/moment.ts'
import { type TimeZoneName, timeOnDayAfter } from '../../platform/time-zones.ts'
import type { SnoozeUntil } from './snooze.graphql.ts'

/** One of the offered times, or a moment in ISO 8601; just one of the two. */
export interface SnoozeAsked {
  until?: SnoozeUntil | null
  at?: string | null
}

const LATER_TODAY_MS = 3 * 3_600_000
const MOST_MS = 2 * 366 * 24 * 3_600_000
const MORNING = { hour: 9, minute: 0 }

/**
 * When a snooze asked for now ends: in three hours, at 9:00 tomorrow or in a week by the account's clocks, or at the
 * moment given (R26, B6). Refuses what says neither or both, what is no moment, is past, or more than two years away.
 */
export const snoozeTime = ({ until, at }: SnoozeAsked, zone: TimeZoneName, now: Date): Date => {
  if ((until == null) === (at == null))
    throw userError('UNTIL_OR_AT', 'Say until when: give either "until" or "at".', ['until'])
  if (until != null) return offered[until](now, zone)
  const moment = parseMoment(at ?? '')
  if (!moment) throw userError('AT_INVALID', 'This is no moment in ISO 8601 with its offset.', ['at'])
  if (moment <= now)
    throw userError('AT_PAST', 'This moment is past; give one that is still to come.', ['at'])
  if (moment.getTime() > now.getTime() + MOST_MS)
    throw userError('AT_TOO_FAR', 'This is more than two years away.', ['at'])
  return moment
}

const offered: Record<SnoozeUntil, (now: Date, zone: TimeZoneName) => Date> = {
  LATER_TODAY: (now) => new Date(now.getTime() + LATER_TODAY_MS),
  TOMORROW: (now, zone) => timeOnDayAfter(now, zone, 1, MORNING),
  ONE_WEEK: (now, zone) => timeOnDayAfter(now, zone, 7, MORNING),
}

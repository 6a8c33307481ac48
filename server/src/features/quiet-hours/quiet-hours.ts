import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import type { TimeZoneName } from '../../platform/time-zones.ts'
import { hoursOn, stateHours, usualHours, type WeekHours } from './hours.ts'
import { type Place, stateOf, zoneOf } from './zone-of.ts'

/** Whether it is quiet somewhere, and until when that holds. */
export interface Quiet {
  isQuiet: boolean
  /** The moment from which it is the other way round, to the minute; by then `isQuiet` no longer holds. */
  until: Date
}

/** Whose hours: `USUAL` for an answer that somebody writes now, `STRICT` for what goes out by itself. */
export type HoursRule = 'USUAL' | 'STRICT'

interface Span {
  isQuiet: boolean
  from: number
  until: number
}

/** A few hundred zones, each with the hours of a few states; they change twice a day. */
const spans = new LRUCache<string, Span>({ max: 2_000 })

/** Clocks change, and days of the week begin, on quarters of an hour, everywhere in the world. */
const QUARTER_MS = 15 * 60_000
/** Two quiet days on end are in no table, but a zone may leave out a day. */
const LONGEST_SPAN_MS = 4 * 24 * 3_600_000

/**
 * Whether it is quiet for a person now (R25): before 8:00 and from 20:00 by their clocks; under `STRICT` also outside
 * the hours of a US state whose law is stricter. Null where their time zone is unknown: then nothing is held against
 * a text.
 */
export const quietHours = (place: Place, now: Date, rule: HoursRule): Quiet | null => {
  const zone = zoneOf(place)
  return zone ? quietIn(zone, rule === 'STRICT' ? stateOf(place) : null, now) : null
}

/** The same for a zone and the laws of a US state. */
export const quietIn = (zone: TimeZoneName, state: string | null, now: Date): Quiet => {
  const law = state ? stateHours[state] : undefined
  const key = law ? `${zone} ${state}` : zone
  const at = now.getTime()
  const known = spans.get(key)
  const span = known && known.from <= at && at < known.until ? known : spanAt(zone, law, at)
  if (span !== known) spans.set(key, span)
  return { isQuiet: span.isQuiet, until: new Date(span.until) }
}

const spanAt = (zone: TimeZoneName, law: WeekHours | undefined, at: number): Span => {
  const isQuiet = isQuietAt(zone, law, at)
  let until = at - (((at % QUARTER_MS) + QUARTER_MS) % QUARTER_MS) + QUARTER_MS
  while (isQuietAt(zone, law, until) === isQuiet && until - at < LONGEST_SPAN_MS) until += QUARTER_MS
  return { isQuiet, from: at, until }
}

const isQuietAt = (zone: TimeZoneName, law: WeekHours | undefined, at: number): boolean => {
  const { hour, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const isOutside = (week: WeekHours): boolean => {
    const { from, to } = hoursOn(week, dayOfWeek)
    return hour < from || hour >= to
  }
  return isOutside(usualHours) || (law !== undefined && isOutside(law))
}

import { Temporal } from 'temporal-polyfill'

/** An IANA zone name, known to exist. */
export type TimeZoneName = string

/** A time of day, on a 24-hour clock. */
export interface TimeOfDay {
  hour: number
  minute: number
}

/** What a calendar and a clock on the wall show somewhere. */
export interface LocalTime extends TimeOfDay {
  year: number
  /** 1 to 12. */
  month: number
  day: number
}

/** The longest name there is has 30 characters. */
const LONGEST = 40

/**
 * Reads the name of a time zone, in any case, and gives it as IANA writes it; an old name ("US/Eastern") stays as it is.
 * Null for what is none: also for offsets ("+05:30"), which know of no summer time.
 */
export const parseTimeZone = (input: string): TimeZoneName | null => {
  const text = input.trim()
  if (text.length > LONGEST || !/^[a-z]/i.test(text)) return null
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const zoned = (at: Date, zone: TimeZoneName): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)

const toDate = (moment: Temporal.ZonedDateTime): Date => new Date(moment.epochMilliseconds)

/** What clocks in the zone show at a moment. */
export const localTimeOf = (at: Date, zone: TimeZoneName): LocalTime => {
  const { year, month, day, hour, minute } = zoned(at, zone)
  return { year, month, day, hour, minute }
}

const onDay = (day: Temporal.PlainDate, zone: TimeZoneName, { hour, minute }: TimeOfDay): Date =>
  // "compatible", the default: in the gap of a spring the time as much later, of an autumn's two the first.
  toDate(day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(hour, minute) }))

/**
 * The moment of a time of day in the zone, so many calendar days after the day that it is there at `from`. Where summer
 * time leaves that time out it is as much later as the clocks go forward; where it comes twice it is the first.
 */
export const timeOnDayAfter = (from: Date, zone: TimeZoneName, days: number, time: TimeOfDay): Date =>
  onDay(zoned(from, zone).toPlainDate().add({ days }), zone, time)

/** The first moment after `after` at which clocks in the zone show this time of day, by the rules of `timeOnDayAfter`. */
export const nextTimeOfDay = (after: Date, zone: TimeZoneName, time: TimeOfDay): Date => {
  const today = timeOnDayAfter(after, zone, 0, time)
  return today > after ? today : timeOnDayAfter(after, zone, 1, time)
}

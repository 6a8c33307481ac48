/** Dates and times for people, by Intl in the browser's language. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const formats = new Map<string, Intl.DateTimeFormat>()

/** Building a formatter costs far more than using it, and rows ask for one each. */
const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify(options)
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(undefined, options)
  formats.set(key, made)
  return made
}

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0)

/** Whole calendar days between two moments in the viewer's zone; 0 is the same day. */
export const daysBetween = (earlier: number, later: number): number =>
  Math.round((startOfDay(later) - startOfDay(earlier)) / day)

/** "9:41 AM" */
export const clockTime = (iso: string): string =>
  format({ hour: 'numeric', minute: '2-digit' }).format(new Date(iso))

/** "Monday, November 23, 2026 at 9:41 AM", for titles and screen readers. */
export const fullTime = (iso: string): string =>
  format({ dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso))

/** "Nov 23, 2026" */
export const dateOnly = (iso: string): string =>
  format({ year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(iso))

/** How a list row tells when: "now", "4m", "9:41 AM" today, "Mon" this week, "Nov 3", "11/3/25". */
export const shortTime = (iso: string, now: number): string => {
  const time = Date.parse(iso)
  const age = now - time
  if (age < minute) return 'now'
  if (age < hour) return `${Math.floor(age / minute)}m`
  const days = daysBetween(time, now)
  if (days === 0) return clockTime(iso)
  if (days < 7) return format({ weekday: 'short' }).format(time)
  if (days < 300) return format({ month: 'short', day: 'numeric' }).format(time)
  return format({ year: '2-digit', month: 'numeric', day: 'numeric' }).format(time)
}

/** A day's heading in a thread, without "Today" and "Yesterday", which are words of the catalogue. */
export const dayHeading = (iso: string, now: number): string => {
  const time = Date.parse(iso)
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear()
  return sameYear
    ? format({ weekday: 'long', month: 'long', day: 'numeric' }).format(time)
    : format({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }).format(time)
}

/** A length of time in its largest unit: "35m", "2h", "3d". */
export const duration = (milliseconds: number): string => {
  if (milliseconds < hour) return `${Math.max(1, Math.floor(milliseconds / minute))}m`
  if (milliseconds < 2 * day) return `${Math.floor(milliseconds / hour)}h`
  return `${Math.floor(milliseconds / day)}d`
}

/** The time now where someone is, "6:41 PM EST"; null for a zone this browser does not know (R25). */
export const localTime = (zone: string, now: number): string | null => {
  try {
    return format({ hour: 'numeric', minute: '2-digit', timeZone: zone, timeZoneName: 'short' }).format(now)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** The moment `ms` after `from`; before it, if negative. */
export const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms)

const weekday = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' })
/** `Thursday`. */
export const dayName = (at: Date): string => weekday.format(at)

/** The same moment, or some hours earlier if most of North America sleeps then. */
export const waking = (at: Date): Date => {
  const utcHour = at.getUTCHours()
  return utcHour >= 4 && utcHour < 15 ? after(at, -11 * hour) : at
}

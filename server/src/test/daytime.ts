/** A zone where it is this hour of the day now: for tests about quiet hours, which no test may depend on by chance (R25). */
const zoneAt = (hour: number): string => {
  const offset = (hour - new Date().getUTCHours() + 24) % 24
  if (offset === 0) return 'Etc/UTC'
  // These zones are named by what has to be added to get UTC.
  return offset <= 12 ? `Etc/GMT-${offset}` : `Etc/GMT+${24 - offset}`
}

/** Where a person may get anything now: it is noon there, and no state's law is in the way. */
export const awake = (): { country: null; time_zone: string } => ({ country: null, time_zone: zoneAt(12) })

/** Where it is past midnight, and what can wait has to. */
export const asleep = (): { country: null; time_zone: string } => ({ country: null, time_zone: zoneAt(1) })

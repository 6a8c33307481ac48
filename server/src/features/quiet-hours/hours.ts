/** From `from` o'clock, up to but not including `to` o'clock, local time. */
export interface Hours {
  from: number
  to: number
}

/** The hours of a week; a day that is not named has `every`'s. */
export interface WeekHours {
  every: Hours
  saturday?: Hours
  sunday?: Hours
}

/** R25: when texts are welcome anywhere. The federal limit in the US is an hour later at night. */
export const usualHours: WeekHours = { every: { from: 8, to: 20 } }

/**
 * US states whose law is stricter than the federal one, in what it says about texts that nobody waits for. Data, to be
 * changed as laws change; not legal advice.
 */
export const stateHours: Readonly<Record<string, WeekHours>> = {
  CT: { every: { from: 9, to: 20 } },
  FL: { every: { from: 8, to: 20 } },
  MD: { every: { from: 8, to: 20 } },
  MS: { every: { from: 8, to: 20 } },
  NJ: { every: { from: 8, to: 20 } },
  OK: { every: { from: 8, to: 20 } },
  RI: { every: { from: 9, to: 18 }, saturday: { from: 10, to: 17 }, sunday: { from: 10, to: 17 } },
  TX: { every: { from: 9, to: 21 }, sunday: { from: 12, to: 21 } },
}

/** Weekdays as `Temporal` counts them. */
const SATURDAY = 6
const SUNDAY = 7

/** The hours of a day of the week; 1 is Monday. */
export const hoursOn = (week: WeekHours, dayOfWeek: number): Hours => {
  if (dayOfWeek === SATURDAY) return week.saturday ?? week.every
  if (dayOfWeek === SUNDAY) return week.sunday ?? week.every
  return week.every
}

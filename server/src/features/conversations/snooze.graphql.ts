import { apiEnum } from '../../platform/graphql/enum.ts'

/** The times that a snooze is offered for (R26). */
export type SnoozeUntil = 'LATER_TODAY' | 'TOMORROW' | 'ONE_WEEK'

export const SnoozeUntilEnum = apiEnum<SnoozeUntil>('SnoozeUntil', 'The usual times for a snooze (R26).', {
  LATER_TODAY: 'In three hours.',
  TOMORROW: "At 9:00 tomorrow, in the account's time zone.",
  ONE_WEEK: "At 9:00 of the same day next week, in the account's time zone.",
})

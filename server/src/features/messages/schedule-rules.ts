import { userError } from '../../platform/errors.ts'
import { parseMoment } from '../../platform/moment.ts'

/** B4: so far ahead may a message be scheduled, in days. */
export const longestAheadDays = 90

/** So many messages may wait for one person; who needs more wants a flow. */
export const mostScheduled = 50

/**
 * When a message is to go out, as the caller wrote it.
 * @throws UserErrors `SEND_AT_INVALID`, `SEND_AT_PAST`, `SEND_AT_TOO_FAR`, at `field`
 */
export const readSendAt = (text: string, now: Date, field: string[]): Date => {
  const sendAt = parseMoment(text)
  if (!sendAt)
    throw userError(
      'SEND_AT_INVALID',
      'This is no moment in time; write it like 2026-11-23T08:00:00-05:00.',
      field,
    )
  if (sendAt <= now)
    throw userError('SEND_AT_PAST', 'This moment has passed; choose a later one, or send now.', field)
  if (sendAt.getTime() - now.getTime() > longestAheadDays * 86_400_000)
    throw userError('SEND_AT_TOO_FAR', `Choose a moment within ${longestAheadDays} days.`, field)
  return sendAt
}

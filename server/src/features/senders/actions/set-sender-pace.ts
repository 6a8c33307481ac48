import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'

/** Messages a second, at least and at most. */
const slowest = 0.01
const fastest = 1_000

const SET = `
  update senders s set messages_per_second = $2 from senders was
  where s.account_id = entered_account() and s.id = $1 and was.id = s.id
  returning was.messages_per_second is distinct from s.messages_per_second as "isChanged"`

/**
 * Sets how many campaign and flow messages a second a sender hands to the carrier (R41); null goes back to the usual
 * pace of its type. Replies and compliance answers are not slowed down.
 * @throws UserErrors NOT_FOUND; PACE_INVALID unless it is from 0.01 to 1,000
 */
export const setSenderPace = async (
  ctx: Context,
  { senderId, messagesPerSecond }: { senderId: string; messagesPerSecond: number | null },
): Promise<{ senderId: string }> => {
  if (messagesPerSecond !== null && !(messagesPerSecond >= slowest && messagesPerSecond <= fastest))
    throw userError('PACE_INVALID', `It must be from ${slowest} to ${fastest} messages a second.`, [
      'messagesPerSecond',
    ])
  return inTransaction(ctx, async (ctx) => {
    const [set] = await sql<{ isChanged: boolean }>(ctx, SET, [senderId, messagesPerSecond])
    if (!set) throw userError('NOT_FOUND', 'There is no such sender.', ['id'])
    if (set.isChanged) recordChange(ctx, { kind: 'SETTINGS_CHANGED' })
    return { senderId }
  })
}

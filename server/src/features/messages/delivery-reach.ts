import type { Change } from '../../platform/change-log/change.ts'
import type { WriteContext } from '../../platform/context.ts'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import type { MessageStatus } from './message.ts'

/** A message whose delivery moved, with what is known of its person. */
export interface ReachSubject {
  id: string
  profileId: string
  conversationId: string | null
  status: MessageStatus
  failureCode?: string | null
  isUnreachable: boolean
}

/**
 * Failures that say of the number that it takes no texts, now and later (facts on Plivo): 50 invalid destination, 70
 * destination permanently unavailable, and a number that is refused as invalid. Those about the text, our number, our
 * account or the country say nothing of it.
 */
const forGood = new Set(['50', '70', 'INVALID_NUMBER'])

const REACHED = `
  update profiles set unreachable_at = null where account_id = entered_account() and id = any ($1)`

/** Nobody is unreachable who wrote, or got something, after the message that failed: callbacks come late. */
const UNREACHABLE = `
  update profiles p set unreachable_at = now()
  from messages m
  where m.id = any ($1) and m.account_id = entered_account() and p.account_id = entered_account() and p.id = m.profile_id
    and p.unreachable_at is null
    and not exists (select from messages later where later.account_id = p.account_id and later.profile_id = p.id
      and later.seq > m.seq and (later.direction = 'INBOUND' or later.status = 'DELIVERED'))`

/**
 * What moves of messages say of whether their people can be reached (R19, `UNREACHABLE`): a failure for good says no, a
 * receipt says yes, as does a text from them. To go behind the statements that write the messages.
 */
export const deliveryReach = (moved: ReachSubject[]): { statements: Statement[]; changes: Change[] } => {
  const reached = moved.filter((message) => message.status === 'DELIVERED' && message.isUnreachable)
  const lost = moved.filter((message) => hasFailedForGood(message) && !message.isUnreachable)
  const statements: Statement[] = []
  if (reached.length > 0)
    statements.push({
      name: 'delivery_reached',
      text: REACHED,
      values: [reached.map((message) => message.profileId)],
    })
  if (lost.length > 0)
    statements.push({
      name: 'delivery_unreachable',
      text: UNREACHABLE,
      values: [lost.map((message) => message.id)],
    })
  const people = new Map([...reached, ...lost].map((message) => [message.profileId, message]))
  return {
    statements,
    changes: [...people.values()].map(({ profileId, conversationId }) => ({
      kind: 'PROFILE_CHANGED',
      profileId,
      conversationId,
    })),
  }
}

const hasFailedForGood = ({ status, failureCode }: ReachSubject): boolean =>
  (status === 'FAILED' || status === 'UNDELIVERED') && forGood.has(failureCode ?? '')

/** The same inside an action's transaction; its changes are for the caller to record. */
export const applyReach = async (ctx: WriteContext, moved: ReachSubject): Promise<Change[]> => {
  const { statements, changes } = deliveryReach([moved])
  for (const { text, values } of statements) await sql(ctx, text, values)
  return changes
}

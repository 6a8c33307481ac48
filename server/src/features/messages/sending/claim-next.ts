import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import type { ConsentState } from '../../consent/consent.ts'
import { askGate } from '../gate.ts'
import type { MessageKind } from '../message.ts'

/** A message that this process alone may hand to the carrier now. */
export interface Claim {
  messageId: string
  attempt: number
  from: string
  to: string
  text: string
}

interface NextRow {
  id: string
  kind: MessageKind
  text: string
  attempt: number
  isStarted: boolean
  isDue: boolean
  conversationId: string | null
  to: string
  consent: ConsentState
  isBlocked: boolean
  isUnreachable: boolean
  from: string | null
  canReceive: boolean | null
}

const NEXT = `
  select m.id, m.kind, m.text, m.send_attempts + 1 as attempt, m.send_started_at is not null as "isStarted",
    coalesce(m.next_attempt_at <= now(), true) as "isDue", c.id as "conversationId", p.phone_number as "to", p.consent,
    p.blocked_at is not null as "isBlocked", p.unreachable_at is not null as "isUnreachable", s.address as "from",
    s.can_receive as "canReceive"
  from messages m
  join profiles p on p.id = m.profile_id
  left join conversations c on c.profile_id = p.id
  left join senders s on s.id = m.sender_id
  where m.account_id = entered_account() and m.profile_id = $1 and m.status = 'QUEUED'
  order by m.seq limit 1`

const START = `
  update messages set send_started_at = now(), send_attempts = send_attempts + 1, carrier_sequence = -1
  where account_id = entered_account() and id = $1`

const REFUSE = `
  update messages set status = 'FAILED', failure_code = $2, next_attempt_at = null
  where account_id = entered_account() and id = $1`

/**
 * Claims a person's first queued message, so that their replies go out in order (R21), and asks the gate once more
 * (R19); what it refuses fails with the reason. Gives null when there is none to send now: none queued, the first is
 * with another worker, or its next attempt is not due yet. A claim is written before the carrier is called: what
 * then has no outcome was perhaps sent, and is never sent again by itself (R22).
 */
export const claimNext = (ctx: Context, profileId: string): Promise<Claim | 'refused' | null> =>
  inTransaction(ctx, async (ctx) => {
    const [next] = await sql<NextRow>(ctx, NEXT, [profileId])
    if (!next || next.isStarted || !next.isDue) return null
    const [reason] = gateOf(next)
    if (reason || !next.from) return refuse(ctx, profileId, next, reason ?? 'NO_SENDER')
    await sql(ctx, START, [next.id])
    return { messageId: next.id, attempt: next.attempt, from: next.from, to: next.to, text: next.text }
  })

const gateOf = (next: NextRow) =>
  askGate(
    {
      ...next,
      hasTexted: true,
      sender: next.from === null ? null : { canReceive: next.canReceive === true },
    },
    next.kind === 'COMPLIANCE' ? 'COMPLIANCE' : 'REPLY',
  ).reasons

const refuse = async (
  ctx: WriteContext,
  profileId: string,
  next: NextRow,
  reason: string,
): Promise<'refused'> => {
  await sql(ctx, REFUSE, [next.id, reason])
  recordChange(ctx, {
    kind: 'MESSAGE_CHANGED',
    messageId: next.id,
    conversationId: next.conversationId,
    profileId,
  })
  return 'refused'
}

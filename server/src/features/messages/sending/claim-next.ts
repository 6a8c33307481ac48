import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { sendableMediaUrls } from '../../media/sendable-media.ts'
import { composeClaimed } from '../compose-claimed.ts'
import { recordDelivery } from '../delivery-activity.ts'
import { gateFor } from '../gate.ts'
import { momentOf, type NextMessage, nextMessage, purposeOf, subjectOf } from './next-message.ts'

/** A message that this process alone may hand to the carrier now. */
export interface Claim {
  messageId: string
  attempt: number
  from: string
  to: string
  text: string
  /** Public addresses of what goes with it. */
  mediaUrls: string[]
}

const START = `
  update messages set send_started_at = now(), send_attempts = send_attempts + 1, carrier_sequence = -1
  where account_id = entered_account() and id = $1`

const REFUSE = `
  update messages set status = 'FAILED', failure_code = $2, next_attempt_at = null, held_reason = null
  where account_id = entered_account() and id = $1`

const HOLD = `
  update messages set status = 'SCHEDULED', held_reason = 'QUIET_HOURS', scheduled_at = $2, next_attempt_at = $2
  where account_id = entered_account() and id = $1`

/** $2 its place in the thread: the person gets it now, after all that went before (R12). */
const RELEASE = `
  update messages set status = 'QUEUED', held_reason = null, seq = $2, sender_id = $3
  where account_id = entered_account() and id = $1`

/** What a reply does to its conversation, but for opening it: the agent did that by scheduling, and may have closed it since. */
const TOUCH = `
  update conversations set activity_seq = $2, last_message_id = $1, last_message_at = now(), waiting_since = null
  where account_id = entered_account() and id = $3`

/**
 * Claims the message of a person whose turn it is, so that theirs go out in order (R21), and asks the gate once more
 * (R19): what it refuses fails with the reason, what it holds is scheduled for when it may go. Gives null when there
 * is none to send now: none queued or due, the first is with another worker, or its next attempt is not due yet. A
 * claim is written before the carrier is called: what then has no outcome was perhaps sent, and is never sent again
 * by itself (R22).
 */
export const claimNext = (ctx: Context, profileId: string): Promise<Claim | 'refused' | 'held' | null> =>
  inTransaction(ctx, async (ctx) => {
    const next = await nextMessage(ctx, profileId)
    if (!next || next.isStarted || !next.isDue) return null
    const gate = gateFor(purposeOf(next))
    const verdict = gate(subjectOf(next), momentOf(next, new Date()), next.overrideWarnings)
    if (verdict.kind === 'HOLD') return hold(ctx, profileId, next, verdict.until)
    if (verdict.kind === 'REFUSE') return refuse(ctx, profileId, next, verdict.reasons[0])
    if (!next.from) throw new Error('the gate let a message without a sender pass')
    const composed = await composeClaimed(ctx, { ...next, profileId })
    if ('failureCode' in composed) return refuse(ctx, profileId, next, composed.failureCode)
    if (next.status === 'SCHEDULED') await release(ctx, profileId, next)
    await sql(ctx, START, [next.id])
    const { id: messageId, attempt, from, to, mediaIds } = next
    const mediaUrls = await sendableMediaUrls(ctx, mediaIds)
    return { messageId, attempt, from, to, text: composed.text, mediaUrls }
  })

/** A scheduled message whose time came takes its place at the end of the thread. */
const release = async (ctx: WriteContext, profileId: string, next: NextMessage): Promise<void> => {
  const seq = changed(ctx, profileId, next)
  await sql(ctx, RELEASE, [next.id, seq, next.senderId])
  if (next.kind === 'REPLY' && next.conversationId) await sql(ctx, TOUCH, [next.id, seq, next.conversationId])
}

const refuse = async (
  ctx: WriteContext,
  profileId: string,
  next: NextMessage,
  reason: string,
): Promise<'refused'> => {
  await sql(ctx, REFUSE, [next.id, reason])
  await recordDelivery(ctx, { id: next.id, kind: next.kind, status: 'FAILED' })
  changed(ctx, profileId, next)
  return 'refused'
}

const hold = async (
  ctx: WriteContext,
  profileId: string,
  next: NextMessage,
  until: Date,
): Promise<'held'> => {
  await sql(ctx, HOLD, [next.id, until])
  changed(ctx, profileId, next)
  return 'held'
}

const changed = (ctx: WriteContext, profileId: string, { id, conversationId }: NextMessage): number =>
  recordChange(ctx, { kind: 'MESSAGE_CHANGED', messageId: id, conversationId, profileId })

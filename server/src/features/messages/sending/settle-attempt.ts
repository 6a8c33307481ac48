import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import type { SendOutcome } from '../../carrier/carrier.ts'
import { recordDelivery } from '../delivery-activity.ts'
import { deliveryEffects } from '../delivery-effects.ts'
import { applyReach } from '../delivery-reach.ts'
import type { MessageKind, MessageStatus } from '../message.ts'
import type { Claim } from './claim-next.ts'

/** Temporary refusals are tried again this many times, over some ten minutes; after that an agent decides. */
const MAX_ATTEMPTS = 8
const FIRST_DELAY_MS = 2_000
const MAX_DELAY_MS = 120_000

/** Only an attempt that is still open is settled: a callback may have been quicker, and knows better. */
const SETTLE = `
  update messages m set status = $3, carrier_message_id = coalesce($4, m.carrier_message_id), failure_code = $5, failure_detail = $6,
    send_started_at = case when $3 = 'UNKNOWN' then m.send_started_at end, next_attempt_at = $7, sent_at = case when $3 = 'SENT' then now() else m.sent_at end
  from messages was
  where m.account_id = entered_account() and m.id = $1 and was.id = $1 and m.send_attempts = $2
    and m.status in ('QUEUED', 'UNKNOWN') and m.send_started_at is not null
  returning (select id from conversations c where c.profile_id = m.profile_id) as "conversationId", m.kind,
    (select unreachable_at is not null from profiles p where p.id = m.profile_id) as "isUnreachable", m.source_id as "sourceId", m.sent_at as "sentAt", was.status as "statusBefore", was.sent_at as "sentBefore"`

interface SettledRow {
  conversationId: string | null
  kind: MessageKind
  sourceId: string | null
  isUnreachable: boolean
  sentAt: string | null
  statusBefore: MessageStatus
  sentBefore: string | null
}

interface Settlement {
  status: 'SENT' | 'QUEUED' | 'FAILED' | 'UNKNOWN'
  carrierMessageId: string | null
  failureCode: string | null
  failureDetail: string | null
  nextAttemptAt: Date | null
}

/** Writes what became of an attempt. Gives the status that the message has by it. */
export const settleAttempt = (
  ctx: Context,
  profileId: string,
  claim: Claim,
  outcome: SendOutcome,
): Promise<Settlement['status']> => {
  const settlement = settlementOf(claim, outcome, new Date())
  return inTransaction(ctx, async (ctx) => {
    const [row] = await sql<SettledRow>(ctx, SETTLE, [
      claim.messageId,
      claim.attempt,
      settlement.status,
      settlement.carrierMessageId,
      settlement.failureCode,
      settlement.failureDetail,
      settlement.nextAttemptAt,
    ])
    if (row && settlement.status !== 'QUEUED') {
      await recordDelivery(ctx, { id: claim.messageId, kind: row.kind, status: settlement.status })
      recordChange(ctx, {
        kind: 'MESSAGE_CHANGED',
        messageId: claim.messageId,
        conversationId: row.conversationId,
        profileId,
      })
    }
    if (row) await applyEffects(ctx, profileId, claim, settlement, row)
    return settlement.status
  })
}

const applyEffects = async (
  ctx: WriteContext,
  profileId: string,
  claim: Claim,
  { status, failureCode }: Settlement,
  row: SettledRow,
): Promise<void> => {
  const { kind, sourceId, sentAt, sentBefore, statusBefore } = row
  const move = {
    id: claim.messageId,
    profileId,
    kind,
    sourceId,
    status,
    sentAt: sentAt === null ? null : new Date(sentAt),
    was: { status: statusBefore, sentAt: sentBefore === null ? null : new Date(sentBefore) },
  }
  for (const effect of deliveryEffects([move])) await sql(ctx, effect.text, effect.values)
  const reached = await applyReach(ctx, { ...move, ...row, status, failureCode })
  for (const change of reached) recordChange(ctx, change)
}

const settlementOf = (claim: Claim, outcome: SendOutcome, now: Date): Settlement => {
  const none = { carrierMessageId: null, failureCode: null, failureDetail: null, nextAttemptAt: null }
  switch (outcome.kind) {
    case 'accepted':
      return { ...none, status: 'SENT', carrierMessageId: outcome.carrierMessageId }
    case 'unknown':
      return { ...none, status: 'UNKNOWN', failureDetail: outcome.detail, nextAttemptAt: now }
    case 'refused':
      if (outcome.permanent || claim.attempt >= MAX_ATTEMPTS)
        return { ...none, status: 'FAILED', failureCode: outcome.code, failureDetail: outcome.detail }
      return {
        ...none,
        status: 'QUEUED',
        nextAttemptAt: new Date(now.getTime() + retryDelay(claim.attempt, outcome.retryAfterMs)),
      }
  }
}

/** Doubles from two seconds to two minutes, with a spread so that many messages don't come back at once. */
const retryDelay = (attempt: number, asked?: number): number => {
  const doubled = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS)
  return Math.max(asked ?? 0, doubled * (0.75 + Math.random() / 2))
}

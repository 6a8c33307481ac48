import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { type Carrier, deliveryStates, type SentCandidate } from '../../carrier/carrier.ts'
import { settleDeliveries } from '../actions/settle-deliveries.ts'

/** A message whose outcome nobody knows yet. */
export interface UnknownMessage {
  id: string
  profileId: string
  from: string
  to: string
  text: string
  startedAt: Date
  attempt: number
}

/** When the carrier's list is asked, in ms after the attempt; then the agent decides. */
const ASK_AT_MS = [3_000, 10_000, 30_000, 120_000]

/** An attempt lasts 8 s at most (facts on Plivo); a message listed later than this after it is another one. */
const WINDOW_MS = 30_000

const UNDER_WAY = `
  select exists (select from messages where account_id = entered_account() and profile_id = $1 and status = 'QUEUED'
    and send_started_at is not null) as "underWay"`

const KNOWN =
  'select carrier_message_id as id from messages where account_id = entered_account() and carrier_message_id = any ($1)'

const ASK_AGAIN = `
  update messages set next_attempt_at = $2 where account_id = entered_account() and id = $1 and status = 'UNKNOWN'`

/**
 * Asks the carrier's message list about a message whose sending had no outcome (R22). One that is there and belongs
 * to no other message of ours was sent; one that never shows stays `UNKNOWN`, and the agent decides. While another
 * message to the person is on its way, the list can't tell the two apart, and is asked later.
 */
export const settleUnknown = async (
  ctx: Context,
  carrier: Carrier,
  message: UnknownMessage,
): Promise<void> => {
  const listed = await carrier.findSent({
    from: message.from,
    to: message.to,
    sentAfter: message.startedAt,
    text: message.text,
  })
  const candidates = listed.filter(
    ({ sentAt }) => !sentAt || sentAt.getTime() < message.startedAt.getTime() + WINDOW_MS,
  )
  const found = await pickOrAskLater(ctx, message, candidates)
  if (!found) return
  const report = {
    carrierMessageId: found.carrierMessageId,
    status: deliveryStates[found.status ?? 'sent'],
    errorCode: found.errorCode,
    units: found.units,
    at: found.sentAt ?? ctx.now,
    attempt: message.attempt,
  }
  await settleDeliveries(ctx.db, ctx.actor.accountId, [{ messageId: message.id, report }], () => [])
}

const pickOrAskLater = (
  ctx: Context,
  message: UnknownMessage,
  candidates: SentCandidate[],
): Promise<SentCandidate | undefined> =>
  inTransaction(ctx, async (ctx) => {
    const [other] = await sql<{ underWay: boolean }>(ctx, UNDER_WAY, [message.profileId])
    const known = await sql<{ id: string }>(ctx, KNOWN, [
      candidates.map((candidate) => candidate.carrierMessageId),
    ])
    const taken = new Set(known.map((row) => row.id))
    const found = other?.underWay
      ? undefined
      : candidates.findLast((candidate) => !taken.has(candidate.carrierMessageId))
    if (!found) await sql(ctx, ASK_AGAIN, [message.id, nextAsk(message, ctx.now)])
    return found
  })

const nextAsk = ({ startedAt }: UnknownMessage, now: Date): Date | null => {
  const next = ASK_AT_MS.map((ms) => startedAt.getTime() + ms).find((at) => at > now.getTime())
  return next === undefined ? null : new Date(next)
}

import type { Context } from '../../../platform/context.ts'
import type { Carrier, SendOutcome } from '../../carrier/carrier.ts'
import { type Claim, claimNext } from './claim-next.ts'
import { settleAttempt } from './settle-attempt.ts'

/** One of the times that a message is handed to the carrier; the first is 1. */
export interface Attempt {
  accountId: string
  messageId: string
  attempt: number
}

/** What sending needs beside the database. */
export interface Sending {
  carrier: Carrier
  /** Where the carrier reports of this attempt (R22). */
  callbackUrl(attempt: Attempt): string
}

/** Sends a person's queued messages in order, until none is left that may go now. */
export const sendQueued = async (ctx: Context, sending: Sending, profileId: string): Promise<void> => {
  for (;;) {
    const claim = await claimNext(ctx, profileId)
    if (claim === null) return
    if (claim === 'refused' || claim === 'held') continue
    const outcome = await handOver(ctx, sending, claim)
    const status = await settleAttempt(ctx, profileId, claim, outcome)
    if (status === 'QUEUED') return
  }
}

/** Hands a claimed message to the carrier. What comes of it is to be settled (`settleAttempt`). */
export const handOver = (
  ctx: Context,
  { carrier, callbackUrl }: Sending,
  claim: Claim,
): Promise<SendOutcome> => {
  const attempt = { accountId: ctx.actor.accountId, messageId: claim.messageId, attempt: claim.attempt }
  return carrier.send({
    from: claim.from,
    to: claim.to,
    text: claim.text,
    mediaUrls: claim.mediaUrls,
    callbackUrl: callbackUrl(attempt),
  })
}

import type { Context } from '../../../platform/context.ts'
import type { Carrier, SendOutcome } from '../../carrier/carrier.ts'
import { callbackPath } from '../../carrier/status/callback-path.ts'
import { type Claim, claimNext } from './claim-next.ts'
import { settleAttempt } from './settle-attempt.ts'

/** What sending needs beside the database. */
export interface Sending {
  carrier: Carrier
  /** Where the carrier reaches us with status callbacks. */
  publicUrl: string
}

/** Sends a person's queued messages in order, until none is left that may go now. */
export const sendQueued = async (ctx: Context, sending: Sending, profileId: string): Promise<void> => {
  for (;;) {
    const claim = await claimNext(ctx, profileId)
    if (claim === null) return
    if (claim === 'refused') continue
    const outcome = await send(ctx, sending, claim)
    const status = await settleAttempt(ctx, profileId, claim, outcome)
    if (status === 'QUEUED') return
  }
}

const send = (ctx: Context, { carrier, publicUrl }: Sending, claim: Claim): Promise<SendOutcome> => {
  const target = { accountId: ctx.actor.accountId, messageId: claim.messageId, attempt: claim.attempt }
  return carrier.send({
    from: claim.from,
    to: claim.to,
    text: claim.text,
    mediaUrls: [],
    callbackUrl: publicUrl + callbackPath(target),
  })
}

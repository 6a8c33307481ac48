import { createBatcher } from '../../../platform/batcher.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import type { Logger } from '../../../platform/log.ts'
import type { SendOutcome } from '../../carrier/carrier.ts'
import { settleAttempt } from '../sending/settle-attempt.ts'
import type { PacedClaim } from './claim-paced.ts'

/** A message that was handed over, and how that ended. */
export interface SendToSettle {
  claim: PacedClaim
  outcome: SendOutcome
}

/** Few enough that whoever waits for the account's lock hardly notices. */
const AT_ONCE = 10

/**
 * Writes what becomes of campaign and flow messages, those of an account together: a fast sender would otherwise put
 * one transaction a message into the line for the account's lock, and replies would have to stand behind them all.
 */
export const createSettler = (contextFor: (accountId: string) => Context, log: Logger) => {
  const settleAll = (ctx: Context, sends: SendToSettle[]): Promise<void> =>
    inTransaction(ctx, async (ctx) => {
      for (const { claim, outcome } of sends) await settleAttempt(ctx, claim.profileId, claim, outcome)
    })

  /** By itself, so that one that can't be written doesn't keep the others from it. */
  const settleOneByOne = async (accountId: string, sends: SendToSettle[]): Promise<void> => {
    for (const send of sends) {
      try {
        await settleAll(contextFor(accountId), [send])
      } catch (error) {
        log.error(
          { err: error, messageId: send.claim.messageId },
          'what became of a message could not be written; its lease will end',
        )
      }
    }
  }

  const batcher = createBatcher<SendToSettle, void>(async (accountId, sends) => {
    try {
      await settleAll(contextFor(accountId), sends)
    } catch (error) {
      if (sends.length === 1) throw error
      await settleOneByOne(accountId, sends)
    }
    return sends.map(() => undefined)
  }, AT_ONCE)

  return {
    /** Resolves once it is written, or it was told that it can't be. */
    settle: (accountId: string, send: SendToSettle): Promise<void> => batcher.submit(accountId, send),
  }
}

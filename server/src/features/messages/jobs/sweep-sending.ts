import type { Context } from '../../../platform/context.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { JobToAdd } from '../../../platform/jobs/queue.ts'
import type { Carrier } from '../../carrier/carrier.ts'
import { settleUnknown } from '../sending/settle-unknown.ts'
import {
  accountsWithAbandonedAttempts,
  giveUpAttempts,
  peopleWithDueMessages,
  unknownMessagesDue,
} from '../sending/sweep-attempts.ts'
import { type SendJob, sendJob } from './send-jobs.ts'

/** A message this late has no job that works on it: its retry came due, or the queue forgot it. */
const LATE_MS = 500
/** While many people are due at once, the sweeps of this time ask for one job a person. */
const SAME_JOB_MS = 10_000

export interface SendingSweep {
  db: Database
  carrier: Carrier
  contextFor(accountId: string): Context
  add(jobs: JobToAdd<SendJob>[]): Promise<void>
}

/**
 * Time as a sweep over rows that are due, so that it survives downtime and lost jobs: attempts of killed processes,
 * messages without an outcome, retries, scheduled messages.
 */
export const sweepSending = async ({ db, carrier, contextFor, add }: SendingSweep): Promise<void> => {
  for (const accountId of await accountsWithAbandonedAttempts(db)) await giveUpAttempts(contextFor(accountId))
  const now = Date.now()
  const due = await peopleWithDueMessages(db, LATE_MS)
  if (due.length > 0) await add(due.map((person) => sendJob(person, `due-${Math.floor(now / SAME_JOB_MS)}`)))
  for (const { accountId, ...message } of await unknownMessagesDue(db)) {
    const ctx = contextFor(accountId)
    try {
      await settleUnknown(ctx, carrier, message)
    } catch (error) {
      ctx.log.warn(
        { err: error, messageId: message.id },
        'the carrier could not be asked about a message; asking later',
      )
    }
  }
}

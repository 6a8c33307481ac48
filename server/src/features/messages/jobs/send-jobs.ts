import type { LogEntry } from '../../../platform/change-log/change.ts'
import type { Database } from '../../../platform/db/database.ts'
import { readInAccount } from '../../../platform/db/scoped-query.ts'
import type { JobToAdd } from '../../../platform/jobs/queue.ts'

/** Send what is queued for a person. */
export interface SendJob {
  accountId: string
  profileId: string
}

/** Kinds of log entries by which a message may have been queued. */
export const mayQueue: ReadonlySet<string> = new Set(['MESSAGE_CREATED', 'MESSAGE_CHANGED'])

const QUEUED = {
  name: 'send_jobs_queued',
  text: `
    select profile_id as "profileId", max(seq) as seq, max(send_attempts) as attempts from messages
    where account_id = $1 and id = any ($2) and status = 'QUEUED' and paced_at is null group by profile_id`,
}

/** Jobs for the queued messages among an account's new log entries, one for each person. */
export const sendJobs = async (
  db: Database,
  accountId: string,
  entries: LogEntry[],
): Promise<JobToAdd<SendJob>[]> => {
  const ids = entries.filter((entry) => mayQueue.has(entry.kind)).map((entry) => entry.messageId)
  if (ids.length === 0) return []
  const rows = await readInAccount<{ profileId: string; seq: number; attempts: number }>(
    db.pool,
    accountId,
    QUEUED,
    [accountId, ids],
  )
  return rows.map(({ profileId, seq, attempts }) => sendJob({ accountId, profileId }, `${seq}-${attempts}`))
}

/** The job id says for what: the same hint twice is one job while it waits. BullMQ reserves the colon. */
export const sendJob = (data: SendJob, reason: string): JobToAdd<SendJob> => ({
  name: 'send',
  data,
  jobId: `send-${data.profileId}-${reason}`,
})

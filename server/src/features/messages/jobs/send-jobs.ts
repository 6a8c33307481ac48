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

/**
 * By the id of each. OFFSET 0 keeps the planner from the index of what is queued, which it would go through for every id,
 * a waiting campaign's messages and all.
 */
export const QUEUED = {
  name: 'send_jobs_queued',
  text: `
    select m.profile_id as "profileId", max(m.seq) as seq, max(m.send_attempts) as attempts
    from unnest($2::uuid[]) as entry(id), lateral (
      select profile_id, seq, send_attempts, status, paced_at from messages
      where account_id = $1 and id = entry.id offset 0
    ) m where m.status = 'QUEUED' and m.paced_at is null group by m.profile_id`,
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

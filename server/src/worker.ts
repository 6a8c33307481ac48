import type { Logger } from 'pino'
import type { Carrier } from './features/carrier/carrier.ts'
import { drainJournal } from './features/carrier/journal/drain-journal.ts'
import { callbackPath } from './features/carrier/status/callback-path.ts'
import { wakeDueConversations } from './features/conversations/jobs/wake-due-conversations.ts'
import { sweepClicks } from './features/links/jobs/sweep-clicks.ts'
import type { FetchParts } from './features/media/inbound/fetch-attachment.ts'
import { createMediaWork } from './features/media/jobs/media-work.ts'
import { mayQueue, type SendJob, sendJobs } from './features/messages/jobs/send-jobs.ts'
import { sweepSending } from './features/messages/jobs/sweep-sending.ts'
import { startPacer } from './features/messages/pacing/pacer.ts'
import { type Attempt, sendQueued } from './features/messages/sending/send-queued.ts'
import { fillWords } from './features/messages/words/fill-words.ts'
import { trimNotifications } from './features/notifications/notification-statements.ts'
import { createNotifier } from './features/notifications/notifier.ts'
import { queueNotifications } from './features/notifications/queue-notifications.ts'
import type { Sessions } from './platform/auth/sessions.ts'
import { trimLogs } from './platform/change-log/trim-log.ts'
import type { Context } from './platform/context.ts'
import type { Database } from './platform/db/database.ts'
import { createDispatcher } from './platform/jobs/dispatcher.ts'
import type { JobQueue } from './platform/jobs/queue.ts'
import type { Mailer } from './platform/mail/mail.ts'
import type { WakeUps } from './platform/wake-ups/listen.ts'

export interface WorkerParts {
  db: Database
  log: Logger
  carrier: Carrier
  publicUrl: string
  wakeUps: WakeUps
  queue: JobQueue<SendJob>
  mailer: Mailer
  /** Where media are stored, and how those that people send in are fetched. */
  media: FetchParts
  /** Whose expired sessions are to be forgotten. */
  sessions: Pick<Sessions, 'removeExpired'>
}

const SWEEP_MS = 2_000
const TRIM_MS = 3_600_000
/** Texts under way at once; Plivo takes up to 100 requests at a time. */
const CONCURRENCY = 20
/** A journaled call this old is with no process any more. */
const PENDING_MS = 15_000

/** The worker role: turns what committed into jobs, works on them, and sweeps for what is due. */
export const startWorker = async (parts: WorkerParts): Promise<{ stop(): Promise<void> }> => {
  const { db, log, queue, wakeUps } = parts
  const contextFor = (accountId: string): Context => ({
    db,
    log,
    publicUrl: parts.publicUrl,
    actor: { kind: 'system', accountId },
    now: new Date(),
  })
  const sending = {
    carrier: parts.carrier,
    callbackUrl: (attempt: Attempt) => parts.publicUrl + callbackPath(attempt),
  }
  const pacer = startPacer({ db, log, sending, contextFor })
  const media = createMediaWork({ db, log, contextFor, ...parts.media })
  const notifier = createNotifier(parts)
  const dispatcher = createDispatcher(db, log, async (accountId, entries) => {
    if ((await queueNotifications(db, accountId, entries)) > 0) notifier.kick()
    const jobs = await sendJobs(db, accountId, entries)
    if (jobs.length > 0) await queue.add(jobs)
  })
  const periodic = periodicJobs(parts, { contextFor, dispatcher, notifier, media })
  for (const [name, { everyMs }] of Object.entries(periodic)) await queue.every(name, everyMs)
  queue.work(async (name, data) => {
    if (name === 'send') return sendQueued(contextFor(data.accountId), sending, data.profileId)
    const { [name]: job } = periodic
    if (!job) throw new Error(`no such job: ${name}`)
    return inTurn(job.works)
  }, CONCURRENCY)
  const unsubscribe = wakeUps.subscribe((wakeUp) => {
    // The sweep passes over entries that no job is made of.
    if (wakeUp !== 'missed' && [...wakeUp.kinds].some((kind) => mayQueue.has(kind)))
      dispatcher.hint(wakeUp.accountId)
    if (wakeUp === 'missed' || wakeUp.kinds.has('MESSAGE_CREATED')) pacer.kick()
  })
  return {
    stop: async () => {
      unsubscribe()
      await dispatcher.idle()
      await notifier.stop()
      await media.stop()
      await pacer.stop()
      await queue.close()
    },
  }
}

interface PeriodicJob {
  everyMs: number
  works: (() => Promise<unknown>)[]
}

interface Sweepers {
  contextFor: (accountId: string) => Context
  dispatcher: ReturnType<typeof createDispatcher>
  notifier: ReturnType<typeof createNotifier>
  media: ReturnType<typeof createMediaWork>
}

/** By name. Few jobs that look for much: the queue's own work for a job costs more than looking. */
const periodicJobs = (
  { db, log, queue, carrier, sessions }: WorkerParts,
  { contextFor, dispatcher, notifier, media }: Sweepers,
): Record<string, PeriodicJob> => {
  return {
    sweep: {
      everyMs: SWEEP_MS,
      works: [
        () => drainJournal(db, log, new Date(Date.now() - PENDING_MS)),
        () => dispatcher.dispatchBehind(),
        () => sweepSending({ db, carrier: carrier, contextFor, add: (jobs) => queue.add(jobs) }),
        () => wakeDueConversations(db, contextFor),
        () => sweepClicks(db, contextFor),
        async () => notifier.kick(),
        async () => media.fetchDue(),
        () => fillWords(db, log),
      ],
    },
    'trim-logs': {
      everyMs: TRIM_MS,
      works: [
        () => trimLogs(db),
        () => trimNotifications(db),
        () => sessions.removeExpired(),
        () => media.sweep(),
      ],
    },
  }
}

/** One that fails keeps none of the others from their turn. */
const inTurn = async (works: (() => Promise<unknown>)[]): Promise<void> => {
  const failures: unknown[] = []
  for (const work of works) await work().catch((error: unknown) => failures.push(error))
  if (failures.length === 1) throw failures[0]
  if (failures.length > 1) throw new AggregateError(failures, 'several sweeps failed')
}

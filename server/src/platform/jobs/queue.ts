import { createPostgresBackend, type Job, Queue, runMigrations, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { Logger } from 'pino'
import { QUERY_PATIENCE_MS } from '../db/patience.ts'

/** BullMQ on PostgreSQL finds its tables here; a pool that is handed to it cannot name another schema. */
export const jobSchema = 'bullmq'

export interface JobToAdd<Data> {
  name: string
  data: Data
  /** Derived from what the job is about, so that the same job is not queued twice while it waits. */
  jobId: string
}

/** One queue. Jobs may come twice or be forgotten: handlers are idempotent in the database, and sweeps look for what was missed. */
export interface JobQueue<Data> {
  add(jobs: JobToAdd<Data>[]): Promise<void>
  /** Runs `name` every `ms`, once for all processes together. */
  every(name: string, ms: number): Promise<void>
  /** Starts working on it in this process. */
  work(handler: (name: string, data: Data) => Promise<void>, concurrency: number): void
  /** Whether the queue's store answers. */
  ping(): Promise<void>
  /** Finishes the jobs in hand, then lets go of the connections. Once; a second call waits for the same. */
  close(): Promise<void>
}

export interface JobOptions {
  databaseUrl: string
  /** Redis or Valkey; absent: PostgreSQL keeps the jobs. */
  redisUrl?: string
  log: Logger
}

const removal = { removeOnComplete: true, removeOnFail: { count: 1_000 } }

/** Creates BullMQ's tables, or brings them up to date. Not needed with Redis. */
export const migrateJobs = async (databaseUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await runMigrations(client, jobSchema)
  } finally {
    await client.end()
  }
}

/** Opens a queue on the store that is configured. */
export const openQueue = <Data>(queueName: string, options: JobOptions): JobQueue<Data> => {
  const store = options.redisUrl
    ? redisStore(options.redisUrl)
    : postgresStore(options.databaseUrl, options.log)
  const queue: Queue<Data> = store.queue(queueName)
  queue.on('error', (error) => options.log.error({ err: error }, 'the job queue has a problem'))
  let worker: Worker<Data> | undefined
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await worker?.close()
    await queue.close()
    await store.close()
  }
  return {
    add: async (jobs) => {
      await queue.addBulk(
        jobs.map(({ name, data, jobId }) => ({ name, data, opts: { jobId, ...removal } })) as never,
      )
    },
    every: async (name, ms) => {
      await queue.upsertJobScheduler(name as never, { every: ms }, { name: name as never, opts: removal })
    },
    work: (handler, concurrency) => {
      worker = store.worker(queueName, (job: Job<Data>) => handler(job.name, job.data), concurrency)
      worker.on('error', (error) => options.log.error({ err: error }, 'the job worker has a problem'))
      worker.on('failed', (job, error) => options.log.error({ err: error, job: job?.name }, 'a job failed'))
    },
    ping: () => store.ping(),
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

const redisStore = (url: string) => {
  const connection = new Redis(url, { maxRetriesPerRequest: null })
  return {
    queue: <Data>(name: string) => new Queue<Data>(name, { connection }) as Queue<Data>,
    worker: <Data>(name: string, run: (job: Job<Data>) => Promise<void>, concurrency: number) =>
      new Worker<Data>(name, run, { connection, concurrency }),
    ping: async () => void (await connection.ping()),
    close: async () => void (await connection.quit()),
  }
}

const postgresStore = (databaseUrl: string, log: Logger) => {
  const backend = withBackend(createPostgresBackend)
  const connection = new pg.Pool({
    connectionString: databaseUrl,
    max: 6,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: QUERY_PATIENCE_MS,
    options: `-c search_path=${jobSchema}`,
  })
  connection.on('error', (error) => log.warn({ err: error }, 'the job queue lost a connection'))
  return {
    queue: <Data>(name: string) => new backend.Queue<Data>(name, { connection }) as unknown as Queue<Data>,
    worker: <Data>(name: string, run: (job: Job<Data>) => Promise<void>, concurrency: number) =>
      new backend.Worker<Data>(name, run as never, { connection, concurrency }) as unknown as Worker<Data>,
    ping: async () => void (await connection.query('select 1')),
    close: () => connection.end(),
  }
}

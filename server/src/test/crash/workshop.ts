import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../platform/embedded-postgres.ts'
import { createLogger } from '../../platform/log.ts'
import { startSandboxServer } from '../../sandbox/sandbox-server.ts'
import { createEmptyDatabase } from '../database.ts'
import { launchParley, type ParleyProcess } from './parley-process.ts'
import { openSubscriber, type Subscriber, type SubscriberOptions } from './subscriber.ts'

export const authId = 'MATESTTESTTESTTESTTE'
export const authToken = 'TEST_AUTH_TOKEN_0123456789'

const silent = createLogger('silent')

type Launch = Parameters<typeof launchParley>

/** What a test starts is ended and removed with it, the last first, whatever became of the test. */
export const openWorkshop = () => {
  const endings: (() => Promise<unknown>)[] = []
  const subscribers: Subscriber[] = []
  const onEnd = (ending: () => Promise<unknown>): void => void endings.push(ending)
  return {
    onEnd,
    close: async () => {
      // Ahead of the servers, to which they would connect again and again.
      const closings = subscribers.splice(0).map((subscriber) => subscriber.close)
      const failures: unknown[] = []
      for (const ending of [...closings, ...endings.splice(0).reverse()])
        await ending().catch((error: unknown) => failures.push(error))
      if (failures.length > 0) throw new AggregateError(failures, 'not all of the workshop could be ended')
    },
    /** Launches Parley; what is left of it at the end is killed. */
    launch: (...args: Launch): ParleyProcess => {
      const parley = launchParley(...args)
      let isAlive = true
      // Who waits for neither must not be told of a failure twice.
      parley.ready.catch(() => undefined)
      parley.exited.then(() => {
        isAlive = false
      })
      onEnd(async () => {
        // npm would leave the server behind.
        const server = parley.serverPid()
        if (isAlive && server) process.kill(server, 'SIGKILL')
        if (isAlive) await parley.signal('SIGKILL')
      })
      return parley
    },
    /** Subscribes to an inbox; resolves once it is current. */
    subscribe: async (options: SubscriberOptions): Promise<Subscriber> => {
      const subscriber = openSubscriber(options)
      subscribers.push(subscriber)
      await subscriber.hears(({ kind }) => kind === 'READY')
      return subscriber
    },
    /** A `DATA_DIR`; a database that outlived its Parley is stopped at the end. */
    dataDir: async (): Promise<string> => {
      const dataDir = await mkdtemp(join(tmpdir(), 'parley-crash-'))
      onEnd(async () => {
        const left = await startEmbeddedPostgres({ dataDir, logger: silent, onProgress: () => undefined })
        await left.stop()
        await rm(dataDir, { recursive: true })
      })
      return dataDir
    },
    /** An empty database, its URL and a pool of its owner. */
    database: async () => {
      const database = await createEmptyDatabase()
      onEnd(() => database.drop())
      return { url: database.url, pool: poolOf(database.url, onEnd) }
    },
    /** The owner's pool on a database that somebody else keeps. */
    pool: (url: string): pg.Pool => poolOf(url, onEnd),
    /** A carrier that outlives the Parley on this port, calls it back, and tries again soon where Plivo waits. */
    carrier: async (parleyPort: number) => {
      const database = await createEmptyDatabase()
      onEnd(() => database.drop())
      const carrier = await startSandboxServer({
        port: 0,
        databaseUrl: database.url,
        authId,
        authToken,
        webhookBaseUrl: `http://127.0.0.1:${parleyPort}`,
        signatureBaseUrl: `http://localhost:${parleyPort}`,
        retryDelaysMs: Array.from({ length: 100 }, () => 300),
        logger: silent,
      })
      onEnd(() => carrier.close())
      return carrier
    },
  }
}

export type Workshop = ReturnType<typeof openWorkshop>

const poolOf = (url: string, onEnd: (ending: () => Promise<unknown>) => void): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max: 3, options: '-c search_path=parley' })
  pool.on('error', () => undefined)
  onEnd(() => pool.end())
  return pool
}

/** The database in a `DATA_DIR` whose Parley runs. */
export const urlOfDatabaseIn = async (dataDir: string): Promise<string> => {
  const { url } = await startEmbeddedPostgres({
    dataDir,
    logger: silent,
    onProgress: () => undefined,
    share: true,
  })
  return url
}

/** The process of the embedded PostgreSQL in a `DATA_DIR`; rejects while there is none. */
export const postmasterPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])

/** The variables of a Parley that talks to this carrier. */
export const withCarrier = (port: number, plivoUrl: string): Record<string, string> => ({
  PORT: String(port),
  CARRIER: 'plivo',
  PLIVO_AUTH_ID: authId,
  PLIVO_AUTH_TOKEN: authToken,
  PLIVO_API_URL: plivoUrl,
  LOG_LEVEL: 'warn',
})

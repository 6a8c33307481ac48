import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { Logger } from 'pino'
import { chooseAccount } from './embedded-postgres/account.ts'
import { type Cluster, ensureInitialised, login } from './embedded-postgres/cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres/error.ts'
import { claimOwnership } from './embedded-postgres/ownership.ts'
import { databaseUrl, ensureRunning, stopServer } from './embedded-postgres/server.ts'
import { keepSecret } from './secret.ts'

export { EmbeddedPostgresError } from './embedded-postgres/error.ts'

export interface EmbeddedPostgresOptions {
  /** `DATA_DIR`: the database is in `postgres/`, its password in `postgres-password` (0600). */
  dataDir: string
  logger: Logger
  /** Told, in a line for people, about each step that may take long. */
  onProgress: (line: string) => void
  /** Off for tests alone: a crash of the machine may then lose data. */
  durable?: boolean
  /** For the command line beside a running server: use that one's database, and leave it running. */
  share?: boolean
}

export interface EmbeddedPostgres {
  /** `postgres://…` of the database `parley`, as its owner. */
  url: string
  /** Stops the server cleanly, ending open connections; nothing to do when it belongs to another process. */
  stop(): Promise<void>
}

const createDatabase = async (adminUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [login])
    if (rowCount === 0) await client.query(`create database ${login}`)
  } finally {
    await client.end()
  }
}

const openCluster = async (dataDir: string, durable: boolean): Promise<Cluster> => {
  const home = join(dataDir, 'postgres')
  try {
    await mkdir(dataDir, { recursive: true })
    return {
      home,
      account: await chooseAccount(home),
      password: await keepSecret(dataDir, 'postgres-password'),
      durable,
    }
  } catch (error) {
    if (error instanceof EmbeddedPostgresError || !(error instanceof Error)) throw error
    throw new EmbeddedPostgresError(`DATA_DIR=${dataDir} cannot be used: ${error.message}`, { cause: error })
  }
}

/**
 * Starts PostgreSQL 18 in `DATA_DIR/postgres`, or takes over the one that outlived a killed Parley (R42, R44).
 * @throws {EmbeddedPostgresError} one line: no room, no right, or another Parley has this `DATA_DIR`
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const { logger, onProgress, durable = true, share = false } = options
  const dataDir = resolve(options.dataDir)
  const cluster = await openCluster(dataDir, durable)
  await ensureInitialised(cluster, onProgress)
  const port = await ensureRunning(cluster, onProgress)
  const adminUrl = databaseUrl(cluster, port, 'postgres')
  const url = databaseUrl(cluster, port, login)
  const claim = await claimOwnership(adminUrl, (error) =>
    logger.error({ err: error }, 'the embedded database went away'),
  )
  if ('ownerPid' in claim) {
    if (share) return { url, stop: async () => undefined }
    throw new EmbeddedPostgresError(
      `Another Parley (process ${claim.ownerPid}) runs on DATA_DIR=${dataDir}: stop it, or give this one a DATA_DIR of its own.`,
    )
  }
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    claim.expectEnd()
    stopped ??= stopServer(cluster, 'fast')
    return stopped
  }
  try {
    await createDatabase(adminUrl)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

import pg from 'pg'
import { entities } from '../entities.ts'
import { type Env, loadEnv } from '../env.ts'
import { type Auth, createAuth } from '../platform/auth/create-auth.ts'
import type { Context } from '../platform/context.ts'
import { type Database, openDatabase } from '../platform/db/database.ts'
import { readMigrationState } from '../platform/db/pending-migrations.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLogger, type Logger } from '../platform/log.ts'
import { loadSecret } from '../platform/secret.ts'
import { CommandError } from './command-error.ts'
import { note } from './print.ts'

/** What every command that touches the database has. */
export interface CommandParts {
  env: Env
  log: Logger
  databaseUrl: string
}

/** What commands have that work on accounts. */
export interface ParleyParts extends CommandParts {
  db: Database
  auth: Auth
  now: Date
  /** Parley itself, inside an account. */
  contextFor(accountId: string): Context
}

/**
 * The log of a command: its answer goes to stdout and its error to stderr, so the log speaks only when it is asked for
 * (`LOG_LEVEL=debug` or `trace`).
 */
export const commandLog = ({ logLevel }: Env): Logger =>
  createLogger(logLevel === 'debug' || logLevel === 'trace' ? logLevel : 'silent')

/** Opens the configured database, or the embedded one, that of a running server included; leaves it as it was found. */
export const withDatabaseUrl = async <T>(work: (parts: CommandParts) => Promise<T>): Promise<T> => {
  const env = loadEnv()
  const log = commandLog(env)
  if (env.databaseUrl) return work({ env, log, databaseUrl: env.databaseUrl })
  const embedded = await startEmbeddedPostgres({
    dataDir: env.dataDir,
    logger: log,
    onProgress: note,
    share: true,
  })
  try {
    return await work({ env, log, databaseUrl: embedded.url })
  } finally {
    await embedded.stop()
  }
}

/** Opens all that works on accounts. @throws CommandError while the database has migrations to come */
export const withParley = <T>(work: (parts: ParleyParts) => Promise<T>): Promise<T> =>
  withDatabaseUrl(async (parts) => {
    const { env, log, databaseUrl } = parts
    await demandMigrated(databaseUrl)
    const db = openDatabase({ url: databaseUrl, maxConnections: 3, entities })
    const auth = createAuth({
      databaseUrl,
      secret: await loadSecret(env),
      publicUrl: env.publicUrl,
      logger: log,
    })
    const now = new Date()
    const contextFor = (accountId: string): Context => ({
      db,
      log,
      now,
      publicUrl: env.publicUrl,
      actor: { kind: 'system', accountId },
    })
    try {
      return await work({ ...parts, db, auth, now, contextFor })
    } finally {
      await auth.close()
      await db.close()
    }
  })

const demandMigrated = async (databaseUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { pending, unknown } = await readMigrationState(client)
    if (unknown.length > 0)
      throw new CommandError('The database belongs to a newer Parley: use that one for this command.')
    if (pending.length > 0)
      throw new CommandError(
        'The database is not up to date: run "npm run parley -- migrate", or start the server.',
      )
  } finally {
    await client.end()
  }
}

import { assertSchemaCompatibility } from 'bullmq'
import type pg from 'pg'
import { readMigrationState } from '../../platform/db/pending-migrations.ts'
import { jobSchema } from '../../platform/jobs/queue.ts'
import { explainError } from '../command-error.ts'
import { Finding } from './report.ts'
import { withOwner } from './with-owner.ts'

const OLDEST = 140_000

/** The database answers and is new enough. */
export const checkDatabase = async (databaseUrl: string): Promise<string> => {
  try {
    return await withOwner(databaseUrl, readVersion)
  } catch (error) {
    if (error instanceof Finding) throw error
    throw new Finding(
      `it does not answer (${explainError(error)})`,
      'check DATABASE_URL, and that PostgreSQL runs and lets this machine in',
    )
  }
}

const readVersion = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ version: string; number: number }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
  )
  const { version = '', number = 0 } = rows[0] ?? {}
  if (number < OLDEST) throw new Finding(`PostgreSQL ${version}`, 'Parley needs PostgreSQL 14 or newer')
  return `PostgreSQL ${version}`
}

/** Every schema is as this version of Parley needs it. */
export const checkMigrations = (databaseUrl: string, sandbox: boolean): Promise<string> =>
  withOwner(databaseUrl, async (client) => {
    const { pending, unknown } = await readMigrationState(client)
    if (unknown.length > 0)
      throw new Finding(
        `the database has ${unknown.join(', ')}, unknown to this Parley`,
        'run the newer Parley',
      )
    if (pending.length > 0) throw toMigrate(`${pending.join(', ')} still to be run`)
    await demandTable(client, 'parley_auth.sign_in_failures')
    if (sandbox) await demandTable(client, 'parley_sandbox.mails')
    await demandJobs(client)
    return 'up to date'
  })

const toMigrate = (wrong: string): Finding =>
  new Finding(wrong, 'run "npm run parley -- migrate", or start the server')

const demandTable = async (client: pg.Client, table: string): Promise<void> => {
  const { rows } = await client.query<{ made: boolean }>('select to_regclass($1) is not null as made', [
    table,
  ])
  if (!rows[0]?.made) throw toMigrate(`${table} is missing`)
}

const demandJobs = async (client: pg.Client): Promise<void> => {
  try {
    await assertSchemaCompatibility(client, jobSchema)
  } catch (error) {
    throw toMigrate(explainError(error))
  }
}

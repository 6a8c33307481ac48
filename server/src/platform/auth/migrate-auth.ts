import { getMigrations } from 'better-auth/db/migration'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { authSchema, betterAuthOptions } from './better-auth-options.ts'

const MIGRATION_LOCK = 7_267_540

/**
 * Brings the schema `parley_auth` up to date, in one transaction; forward-only, idempotent, and safe to call from
 * several processes at once. Connects as the owner.
 *
 * better-auth compares the tables with what its locked version needs and only adds: a file of SQL of our own
 * would be a second truth that drifts from it at the first upgrade.
 */
export const migrateAuth = async (databaseUrl: string): Promise<void> => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, options: `-c search_path=${authSchema}` })
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction)
      await sql`create schema if not exists ${sql.id(authSchema)}`.execute(transaction)
      const { runMigrations } = await getMigrations({
        ...betterAuthOptions,
        database: { db: transaction, type: 'postgres' },
      })
      await runMigrations()
      // As rate-limiter-flexible wants it.
      await sql`
        create table if not exists sign_in_failures (
          key varchar(255) primary key,
          points integer not null default 0,
          expire bigint
        )`.execute(transaction)
    })
  } finally {
    await database.destroy()
  }
}

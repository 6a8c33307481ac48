import type pg from 'pg'
import { migrations } from '../../migrations/index.ts'

/** How the schema `parley` stands to this version of Parley. */
export interface MigrationState {
  /** Migrations that are still to be run, oldest first. */
  pending: string[]
  /** Migrations that this version doesn't know: a newer one has been here. */
  unknown: string[]
}

/** Compares the migrations that the database has had with those there are. Connects as the owner. */
export const readMigrationState = async (client: pg.Client): Promise<MigrationState> => {
  const done = new Set(await doneMigrations(client))
  const known = new Set(migrations.map(({ name }) => name))
  return {
    pending: [...known].filter((name) => !done.has(name)),
    unknown: [...done].filter((name) => !known.has(name)),
  }
}

const doneMigrations = async (client: pg.Client): Promise<string[]> => {
  const { rows } = await client.query<{ made: boolean }>(
    `select to_regclass('parley.migrations') is not null as made`,
  )
  if (!rows[0]?.made) return []
  const done = await client.query<{ name: string }>('select name from parley.migrations')
  return done.rows.map(({ name }) => name)
}

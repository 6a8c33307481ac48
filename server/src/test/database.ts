import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '../platform/db/migrate.ts'

const template = 'parley_template'
const templateLock = 7_275_396

/** A database of its own for a test file; `url` is its owner's. */
export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

const urlOf = (database: string): string => {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${database}`
  return url.href
}

const asAdmin = async <T>(work: (admin: pg.Client) => Promise<T>): Promise<T> => {
  const admin = new pg.Client({ connectionString: urlOf('postgres') })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

const makeTemplate = async (admin: pg.Client): Promise<void> => {
  const draft = `${template}_draft`
  await admin.query(`drop database if exists ${draft} with (force)`)
  await admin.query(`create database ${draft}`)
  await migrate(urlOf(draft))
  await admin.query(`alter database ${draft} rename to ${template}`)
}

// The first file of the run to need it makes it: tests without a database wait for no migration.
const ensureTemplate = async (admin: pg.Client): Promise<void> => {
  await admin.query('select pg_advisory_lock($1)', [templateLock])
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) await makeTemplate(admin)
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [templateLock])
  }
}

const create = async (from?: string): Promise<TestDatabase> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(async (admin) => {
    if (from) await ensureTemplate(admin)
    await admin.query(`create database ${name}${from ? ` template ${from}` : ''}`)
  })
  return {
    url: urlOf(name),
    drop: () =>
      asAdmin(async (admin) => {
        await admin.query(`drop database if exists ${name} with (force)`)
      }),
  }
}

/** A migrated database, cloned from the run's template; to be dropped in `afterAll`. */
export const createTestDatabase = (): Promise<TestDatabase> => create(template)

/** A database with nothing in it, for tests of migrations and of parts with a schema of their own. */
export const createEmptyDatabase = (): Promise<TestDatabase> => create()

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { createEmptyDatabase, type TestDatabase } from '../../test/database.ts'
import { migrateAll } from './migrate-all.ts'

let database: TestDatabase
let admin: pg.Client
const login = `owner_${randomUUID().replaceAll('-', '')}`
const url = (): string => {
  const own = new URL(database.url)
  own.username = login
  own.password = 'a password'
  return own.href
}
beforeAll(async () => {
  database = await createEmptyDatabase()
  admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  await admin.query(`create role ${login} login createrole password 'a password'`)
  await admin.query(`alter database ${new URL(database.url).pathname.slice(1)} owner to ${login}`)
})
afterAll(async () => {
  await database.drop()
  await admin.query(`drop role ${login}`)
  await admin.end()
})

/** As PostgreSQL 16 and later do for whoever makes a role. */
const grantAsToMaker = async (role: string): Promise<void> => {
  await admin.query(
    `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await admin.query(`grant ${role} to ${login} with admin true, inherit false, set false`)
}

test('R42: an owner that is no superuser migrates, and its connections act as the application', async () => {
  await grantAsToMaker('parley_app')
  await grantAsToMaker('parley_system')
  await migrateAll({ databaseUrl: url(), sandbox: true })
  for (const role of ['parley_app', 'parley_system']) {
    const client = new pg.Client({ connectionString: url(), options: `-c role=${role}` })
    await client.connect()
    expect((await client.query('select count(*)::int from parley.accounts')).rows).toEqual([{ count: 0 }])
    await client.end()
  }
})

test('R44: several processes that start on an empty database migrate it once', async () => {
  const empty = await createEmptyDatabase()
  const migrating = () => migrateAll({ databaseUrl: empty.url, sandbox: false })
  await Promise.all([migrating(), migrating(), migrating()])
  const client = new pg.Client({ connectionString: empty.url })
  await client.connect()
  const { rows } = await client.query(
    'select name, count(*)::int from parley.migrations group by name order by name',
  )
  await client.end()
  await empty.drop()
  expect(rows).toEqual(migrations.map(({ name }) => ({ name, count: 1 })))
})

test('migrating again, twice at once, changes nothing', async () => {
  const done = async (): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: url() })
    await client.connect()
    const { rows } = await client.query('select * from parley.migrations order by id')
    await client.end()
    return rows
  }
  const before = await done()
  await Promise.all([
    migrateAll({ databaseUrl: url(), sandbox: true }),
    migrateAll({ databaseUrl: url(), sandbox: true }),
  ])
  expect(before.length).toBeGreaterThan(0)
  expect(await done()).toEqual(before)
})

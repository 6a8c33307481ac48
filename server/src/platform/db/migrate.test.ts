import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { createEmptyDatabase } from '../../test/database.ts'
import { migrate } from './migrate.ts'

const database = await createEmptyDatabase()
afterAll(() => database.drop())

const rows = async <Row>(text: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('R44: processes that start together migrate once; later starts change nothing', async () => {
  await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])
  const applied = await rows<{ name: string }>('select name, executed_at from parley.migrations order by id')
  expect(applied.map((row) => row.name)).toEqual(migrations.map(({ name }) => name))
  await migrate(database.url)
  expect(await rows('select name, executed_at from parley.migrations order by id')).toEqual(applied)
})

test('R3: every table that holds an account’s rows is under row-level security', async () => {
  const open = await rows(
    `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
     where c.relnamespace = 'parley'::regnamespace and c.relkind = 'r'
       and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))`,
  )
  expect(open).toEqual([])
})

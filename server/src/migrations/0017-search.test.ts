import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../platform/db/migrate.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../test/database.ts'
import { Search0017 } from './0017-search.ts'

const opened: (() => Promise<unknown>)[] = []
const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=parley' })
  await client.connect()
  opened.push(() => client.end())
  return client
}
let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  opened.push(() => database.drop())
  owner = await connect(database.url)
})
afterAll(async () => {
  for (const close of opened.reverse()) await close()
})

test('repeats what a run that broke off had begun, a half-built index included', async () => {
  await owner.query(`delete from migrations where name = '0017-search'`)
  await owner.query(`update pg_index set indisvalid = false where indexrelid = 'profiles_search'::regclass`)
  await owner.query('drop index message_words_search')
  await owner.query('drop function search_messages')
  await migrate(database.url)
  const { rows } = await owner.query(
    `select relname, indisvalid from pg_index join pg_class on oid = indexrelid
     where relname in ('profiles_search', 'message_words_search') order by relname`,
  )
  expect(rows).toEqual([
    { relname: 'message_words_search', indisvalid: true },
    { relname: 'profiles_search', indisvalid: true },
  ])
  expect((await owner.query(`select search_messages('x', 1, false) as found`)).rows).toEqual([{ found: [] }])
})

test('takes an extension that is there already, in whatever schema', async () => {
  const other = await createEmptyDatabase()
  opened.push(() => other.drop())
  const client = await connect(other.url)
  await client.query('create schema extensions')
  await client.query('create extension pg_trgm schema extensions')
  await client.query('create extension btree_gin schema extensions')
  await migrate(other.url)
  const { rows } = await client.query(`select indexdef from pg_indexes where indexname = 'profiles_search'`)
  expect(rows[0].indexdef).toContain('extensions.gin_trgm_ops')
})

test('R42: says what a superuser has to run where extensions may not be created', async () => {
  class Forbidden extends Search0017 {
    override execute(): Promise<never> {
      return Promise.reject(new Error('permission denied to create extension "pg_trgm"'))
    }
  }
  // No more of a migration is asked for before the first statement.
  const migration = new Forbidden(undefined as never, undefined as never)
  await expect(migration.up()).rejects.toThrow(
    'as a superuser, run "create extension pg_trgm" in this database',
  )
})

test.each([
  ['Zoë  O’Hara-Quinn', 'zoe o hara quinn'],
  ['ﬁne Ｗｉｄｅ', 'fine wide'],
  ['Straße', 'straße'],
  ['王小明', '王 小 明'],
  ['がぎ', 'が ぎ'],
  ['한국', '한 국'],
  ['Привет, Ёжик', 'привет ежик'],
  ['a_b%c\\d', 'a b c d'],
  ['🎉 …', ''],
])('%s is searched as %j', async (text, folded) => {
  expect((await owner.query('select search_fold($1) as folded', [text])).rows).toEqual([{ folded }])
})

test.each([
  ['+1 (415) 555-0142', ['%14155550142%']],
  ['0044 20', ['%4420%']],
  ['000', ['%000%']],
  ['42', ['% 42%']],
  ['Jo Smith', ['% jo%', '%smith%']],
  ['100% sure_', ['%100%', '%sure%']],
  ['!', []],
])('of %j these are looked for in names and numbers: %j', async (text, patterns) => {
  expect((await owner.query('select search_patterns($1) as patterns', [text])).rows).toEqual([{ patterns }])
})

test.each([
  ['Refund ORDER 12', `'12' & 'order':* & 'refund':*`],
  [`it's a:b & !c | (d)`, `'a' & 'b' & 'c' & 'd' & 'it' & 's'`],
  ['!', null],
])('of %j these words are looked for in texts: %s', async (text, query) => {
  expect((await owner.query('select search_query($1)::text as query', [text])).rows).toEqual([{ query }])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, buildProfile, openWorld, type World } from '../../test/build.ts'
import { readInAccount } from './scoped-query.ts'

const ALL = {
  name: 'test_all',
  text: 'select id, phone_number as phone, created_at as at from profiles order by id',
}
const BY_ID = { name: 'test_by_id', text: 'select id from profiles where id = any ($1)' }
const ENTERED = { name: 'test_entered', text: `select current_setting('parley.account_id', true) as entered` }

let world: World
let one: BuiltAccount
let other: BuiltAccount
let ids: Record<'one' | 'other', string>
beforeAll(async () => {
  world = await openWorld(3)
  one = await buildAccount(world.owner)
  other = await buildAccount(world.owner)
  ids = {
    one: await buildProfile(world.owner, one.accountId, {
      phone_number: '+14155550101',
      created_at: '2026-01-02 03:04:05.006789+00',
    }),
    other: await buildProfile(world.owner, other.accountId),
  }
})
afterAll(() => world.close())

describe('R3: row-level security behind every read', () => {
  test('without an account entered nothing is visible, in any table that holds an account’s rows and may be read', async () => {
    const { rows: tables } = await world.owner.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'parley'::regnamespace and c.relkind = 'r' and a.attname = 'account_id'
         and has_table_privilege('parley_app', c.oid, 'select')`,
    )
    expect(tables.length).toBeGreaterThan(12)
    for (const { name } of [...tables, { name: 'accounts' }])
      expect((await world.db.pool.query(`select from ${name}`)).rowCount, name).toBe(0)
  })

  test('another account’s rows are invisible, in lists and when asked by id', async () => {
    const rows = await readInAccount(world.db.pool, one.accountId, ALL, [])
    expect(rows).toEqual([{ id: ids.one, phone: '+14155550101', at: '2026-01-02T03:04:05.006Z' }])
    const found = await readInAccount(world.db.pool, one.accountId, BY_ID, [[ids.one, ids.other]])
    expect(found).toEqual([{ id: ids.one }])
  })

  test('rows of another account can be neither written nor changed, whatever the statement says', async () => {
    const client = await world.db.pool.connect()
    try {
      await client.query('begin')
      await client.query('select enter_account($1)', [one.accountId])
      const updated = await client.query(`update profiles set name = 'Mallory' where id = $1`, [ids.other])
      expect(updated.rowCount).toBe(0)
      const insert = client.query(
        `insert into profiles (id, account_id, phone_number) values (gen_random_uuid(), $1, '+14155550199')`,
        [other.accountId],
      )
      await expect(insert).rejects.toThrow('row-level security')
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test('the application can’t step out of its role’s reach: no table is its own', async () => {
    const { rows } = await world.db.pool.query(
      `select tablename from pg_tables where schemaname = 'parley' and tableowner = current_user`,
    )
    expect(rows).toEqual([])
    await expect(world.db.pool.query('alter table profiles disable row level security')).rejects.toThrow(
      'must be owner',
    )
  })
})

describe('a read in an account', () => {
  test('leaves the account again: the connection stays in none', async () => {
    const db = world.openAnother(1)
    expect(await readInAccount(db.pool, one.accountId, ENTERED, [])).toEqual([{ entered: one.accountId }])
    const { rows } = await db.pool.query<{ entered: string }>(ENTERED.text)
    expect(rows[0]?.entered ?? '').toBe('')
    expect((await db.pool.query('select from profiles')).rowCount).toBe(0)
  })

  test('many at once, over few connections, each see their own account alone', async () => {
    const asked = Array.from({ length: 200 }, (_, index) =>
      index % 2 ? ('other' as const) : ('one' as const),
    )
    const accounts = { one: one.accountId, other: other.accountId }
    const answers = await Promise.all(
      asked.map((name) => readInAccount<{ id: string }>(world.db.pool, accounts[name], ALL, [])),
    )
    expect(answers.map((rows) => rows.map((row) => row.id))).toEqual(asked.map((name) => [ids[name]]))
  })

  test('is prepared once a connection', async () => {
    const db = world.openAnother(1)
    for (let run = 0; run < 3; run++) await readInAccount(db.pool, one.accountId, ALL, [])
    const { rows } = await db.pool.query<{ name: string }>(
      'select name from pg_prepared_statements order by name',
    )
    expect(rows.map((row) => row.name)).toEqual(['enter_account_for_read', 'test_all'])
  })

  test('gives rows as arrays where asked', async () => {
    const text =
      'select id, name, created_at, 7::bigint, blocked_at is null, array[1, 2] from profiles where id = $1'
    const statement = { name: 'test_array', text, rowMode: 'array' } as const
    const db = world.openAnother(1)
    for (let run = 0; run < 3; run++) {
      const rows = await readInAccount(db.pool, one.accountId, statement, [ids.one])
      expect(rows).toEqual([[ids.one, null, '2026-01-02T03:04:05.006Z', 7, true, [1, 2]]])
    }
    expect(await readInAccount(db.pool, one.accountId, statement, [ids.other])).toEqual([])
  })

  test('that fails leaves the connection usable, and the account out', async () => {
    const db = world.openAnother(1)
    const failing = { name: 'test_failing', text: 'select 1 / $1::int as n' }
    expect(await readInAccount(db.pool, one.accountId, failing, [1])).toEqual([{ n: 1 }])
    const { rows } = await db.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
    await expect(readInAccount(db.pool, one.accountId, failing, [0])).rejects.toThrow('division by zero')
    expect(await readInAccount(db.pool, one.accountId, ALL, [])).toHaveLength(1)
    expect((await db.pool.query('select pg_backend_pid() as pid')).rows).toEqual(rows)
    expect((await db.pool.query('select from profiles')).rowCount).toBe(0)
  })

  test('that could not be prepared can be once its table is there', async () => {
    const db = world.openAnother(1)
    const early = { name: 'test_early', text: 'select count(*) as n from not_yet' }
    await expect(readInAccount(db.pool, one.accountId, early, [])).rejects.toThrow('does not exist')
    await expect(readInAccount(db.pool, one.accountId, early, [])).rejects.toThrow('"not_yet" does not exist')
    await world.owner.query('create table not_yet (); grant select on not_yet to parley_app')
    expect(await readInAccount(db.pool, one.accountId, early, [])).toEqual([{ n: 0 }])
  })

  test('with a value that can’t be sent is refused, and the next one answered', async () => {
    const db = world.openAnother(1)
    const circular: Record<string, unknown> = {}
    circular.self = circular
    await expect(readInAccount(db.pool, one.accountId, BY_ID, [circular])).rejects.toThrow('circular')
    expect(await readInAccount(db.pool, one.accountId, BY_ID, [[ids.one]])).toEqual([{ id: ids.one }])
    const asArrays = { ...BY_ID, name: 'test_by_id_array', rowMode: 'array' } as const
    for (let run = 0; run < 2; run++) {
      expect(await readInAccount(db.pool, one.accountId, asArrays, [[ids.one]])).toEqual([[ids.one]])
      await expect(readInAccount(db.pool, one.accountId, asArrays, [circular])).rejects.toThrow('circular')
    }
  })
})

test('R43: connections that the database ends while idle don’t end the process, and new ones are made', async () => {
  const db = world.openAnother(2)
  await Promise.all([1, 2].map(() => readInAccount(db.pool, one.accountId, ALL, [])))
  const lost = new Promise((resolve) => db.pool.once('error', resolve))
  await world.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley' and datname = current_database()`,
  )
  await lost
  await expect
    .poll(() =>
      readInAccount(db.pool, one.accountId, ALL, []).then(
        (rows) => rows.length,
        () => 0,
      ),
    )
    .toBe(1)
})

import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../platform/ids.ts'
import { createEmptyDatabase, type TestDatabase } from '../test/database.ts'
import { Consent0010 } from './0010-consent.ts'
import { migrations } from './index.ts'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await createEmptyDatabase()
  owner = new pg.Client({ connectionString: database.url, options: '-c search_path=parley' })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const run = async (list: typeof migrations): Promise<void> => {
  const orm = await MikroORM.init({
    clientUrl: database.url,
    driverOptions: { options: '-c search_path=parley' },
    entities: [],
    discovery: { warnWhenNoEntities: false },
    logger: () => undefined,
    extensions: [Migrator],
    migrations: {
      migrationsList: list,
      tableName: 'parley.migrations',
      snapshot: false,
      allOrNothing: false,
    },
  })
  await orm.migrator.up()
  await orm.close()
}

test('R18: lines that were there get the account’s own hash of their number, and stay as they were', async () => {
  const before = migrations.filter(({ name }) => name < '0010')
  for (const role of ['parley_app', 'parley_system'])
    await owner.query(
      `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    )
  await owner.query('create schema parley')
  await run(before)
  const phone = '+14155550142'
  const accounts = [newId(), newId()]
  for (const account of accounts) {
    const profile = newId()
    await owner.query(`insert into accounts (id, name, organization_prefix) values ($1, 'A', 'A')`, [account])
    await owner.query('insert into profiles (id, account_id, phone_number) values ($1, $2, $3)', [
      profile,
      account,
      phone,
    ])
    await owner.query(
      `insert into consent_changes (id, account_id, profile_id, phone_hash, at, from_state, to_state, method)
       values ($1, $2, $3, sha256('+14155550142'), '2026-01-01', 'NEVER_SUBSCRIBED', 'SUBSCRIBED', 'IMPORT')`,
      [newId(), account, profile],
    )
  }
  await run([...before, { name: '0010-consent', class: Consent0010 }])

  const { rows } = await owner.query<{ hash: Buffer; own: boolean; plain: boolean; recorded_at: null }>(
    `select phone_hash as hash, recorded_at, phone_hash = consent_phone_hash_in(account_id, '+14155550142') as own,
       phone_hash = sha256('+14155550142') as plain
     from consent_changes`,
  )
  expect(rows).toMatchObject([
    { own: true, plain: false, recorded_at: null },
    { own: true, plain: false, recorded_at: null },
  ])
  expect(rows[0]?.hash).not.toEqual(rows[1]?.hash)
  await expect(owner.query('delete from consent_changes')).rejects.toThrow('append-only')
})

test('R18: the application makes hashes of its own account’s numbers, and cannot read the key', async () => {
  const { rows } = await owner.query<{ id: string }>('select id from accounts limit 1')
  const made = `select consent_phone_hash('+14155550142') = $1 as same`
  const known = await owner.query<{ hash: Buffer }>(
    `select consent_phone_hash_in($1, '+14155550142') as hash`,
    [rows[0]?.id],
  )
  await owner.query('begin; set local role parley_app')
  await owner.query(`select set_config('parley.account_id', $1, true)`, [rows[0]?.id])
  expect((await owner.query(made, [known.rows[0]?.hash])).rows).toEqual([{ same: true }])
  await owner.query('savepoint here')
  await expect(owner.query('select key from consent_ledger_keys')).rejects.toThrow('permission denied')
  await owner.query('rollback to here')
  await expect(owner.query(`select consent_phone_hash_in(gen_random_uuid(), '+1')`)).rejects.toThrow(
    'permission denied',
  )
  await owner.query('rollback; begin; set local role parley_app')
  await expect(owner.query(made, [Buffer.alloc(32)])).rejects.toThrow('no account is entered')
  await owner.query('rollback')
})

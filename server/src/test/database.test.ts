import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('a test database', () => {
  let databases: TestDatabase[] = []
  beforeAll(async () => {
    databases = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()])
  })
  afterAll(() => Promise.all(databases.map((database) => database.drop())))

  test('is migrated', async () => {
    const [database] = databases
    const tables = await query(database?.url ?? '', `select from pg_tables where schemaname = 'parley'`)
    expect(tables.length).toBeGreaterThan(0)
  })

  test('is nobody else’s', async () => {
    const [one, other] = databases
    await query(one?.url ?? '', 'create table public.mine ()')
    await expect(query(other?.url ?? '', 'select from public.mine')).rejects.toThrow('does not exist')
  })
})

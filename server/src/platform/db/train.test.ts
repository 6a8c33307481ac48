import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type BuiltAccount, buildAccount, buildProfile, openWorld, type World } from '../../test/build.ts'
import type { Statement } from './batch-transaction.ts'
import { isSpoilt, runTrain } from './train.ts'

let world: World
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(1)
  account = await buildAccount(world.owner)
  await buildProfile(world.owner, account.accountId)
})
afterAll(() => world.close())

const on = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await world.db.pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

const enter = (): Statement => ({
  name: 'train_enter',
  text: `select set_config('parley.account_id', $1, true)`,
  values: [account.accountId],
})
const rename = (name: string): Statement => ({
  name: 'train_rename',
  text: 'update profiles set name = $1',
  values: [name],
})
const names: Statement = { name: 'train_names', text: 'select name, created_at from profiles', values: [] }
const divide = (by: number): Statement => ({
  name: 'train_divide',
  text: 'select 1 / $1::int as n',
  values: [by],
})
const nameNow = async () => (await world.owner.query('select name from profiles')).rows[0]?.name

describe('a train of statements', () => {
  test('gives each one’s rows, the first time and again', async () => {
    for (const name of ['Ada', 'Grace', 'Edsger'])
      expect(await on((client) => runTrain(client, [enter(), rename(name), names, divide(1)]))).toEqual([
        [{ set_config: account.accountId }],
        [],
        [{ name, created_at: expect.stringMatching(/^\d{4}-.*T.*Z$/) }],
        [{ n: 1 }],
      ])
    expect(await nameNow()).toBe('Edsger')
  })

  test('is one transaction: an error anywhere undoes all of it, and nothing of it stays on the connection', async () => {
    const failing = on((client) =>
      runTrain(client, [enter(), rename('lost'), divide(0), rename('lost, too')]),
    )
    const error: unknown = await failing.catch((caught: unknown) => caught)
    expect(String(error)).toContain('division by zero')
    expect(isSpoilt(error)).toBe(false)
    expect(await nameNow()).toBe('Edsger')
    expect(await on((client) => runTrain(client, [names]))).toEqual([[]])
    expect((await on((client) => runTrain(client, [enter(), names])))[1]).toHaveLength(1)
  })

  test('goes with pg’s own queries on one connection, ahead and behind', async () => {
    const [before, train, after] = await on((client) =>
      Promise.all([
        client.query('select 1 as n'),
        runTrain(client, [divide(1)]),
        client.query({ ...divide(1), name: 'train_divide' }),
      ]),
    )
    expect([before.rows, train, after.rows]).toEqual([[{ n: 1 }], [[{ n: 1 }]], [{ n: 1 }]])
  })

  test('that fails while something was to be prepared says that its connection is of no more use', async () => {
    const fresh: Statement = { name: 'train_fresh', text: 'select 1 / 0 as n', values: [] }
    const client = await world.db.pool.connect()
    const error: unknown = await runTrain(client, [fresh]).catch((caught: unknown) => caught)
    client.release(true)
    expect(isSpoilt(error)).toBe(true)
    const unknown: Statement = { name: 'train_unknown', text: 'select nothing_like_it', values: [] }
    await expect(on((one) => runTrain(one, [unknown]))).rejects.toThrow('nothing_like_it')
  })

  test('inside of BEGIN it commits with it', async () => {
    await on(async (client) => {
      await client.query('begin')
      await runTrain(client, [enter(), rename('Barbara')])
      expect(await nameNow()).toBe('Edsger')
      await runTrain(client, [{ name: 'train_commit', text: 'commit', values: [] }])
    })
    expect(await nameNow()).toBe('Barbara')
  })

  test('whose connection ends rejects, and the connection counts as spoilt', async () => {
    const client = await world.db.pool.connect()
    const sleeping = runTrain(client, [{ name: 'train_sleep', text: 'select pg_sleep(60)', values: [] }])
    const failed = sleeping.catch((caught: unknown) => caught)
    const terminated = await vi.waitUntil(async () => {
      const { rowCount } = await world.owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()`,
      )
      return rowCount
    })
    expect(terminated).toBe(1)
    expect(isSpoilt(await failed)).toBe(true)
    client.release(true)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, buildProfile, openWorld, type World } from '../../test/build.ts'
import { querySystem, runAsSystem } from './as-system.ts'
import { batchTransaction, type Statement } from './batch-transaction.ts'

let world: World
let account: BuiltAccount
let profileId: string
beforeAll(async () => {
  world = await openWorld(1)
  account = await buildAccount(world.owner)
  profileId = await buildProfile(world.owner, account.accountId)
})
afterAll(() => world.close())

const rename = (name: string): Statement => ({
  name: 'test_rename',
  text: 'update profiles set name = $1',
  values: [name],
})
const broken: Statement = { name: 'test_broken', text: 'select 1 / $1::int', values: [0] }
const names = { name: 'test_names', text: 'select name from profiles', values: [] }
const run = (statements: Statement[]) =>
  batchTransaction<[{ name: string | null }], string | null>(
    world.db,
    account.accountId,
    [names],
    (_head, [rows]) => ({ statements, result: rows[0]?.name ?? null }),
  )
const nameNow = async () =>
  (await world.owner.query('select name from profiles where id = $1', [profileId])).rows[0]?.name

describe('a batch’s transaction', () => {
  test('reads, decides on what it read, and writes', async () => {
    await run([rename('Ada')])
    expect(await run([rename('Grace')])).toBe('Ada')
    expect(await nameNow()).toBe('Grace')
  })

  test.each([
    ['in the middle', [rename('lost'), broken, rename('lost, too')]],
    ['at the end', [rename('lost'), broken]],
    ['at the start', [broken, rename('lost')]],
  ])(
    'an error %s rolls all of it back, is the one that is thrown, and leaves the connection usable',
    async (_, statements) => {
      const before = await nameNow()
      await expect(run(statements)).rejects.toThrow('division by zero')
      expect(await nameNow()).toBe(before)
      await run([rename('after')])
      expect(await nameNow()).toBe('after')
    },
  )

  test('an error of the decision itself leaves no transaction open', async () => {
    const failing = batchTransaction(world.db, account.accountId, [names], () => {
      throw new Error('undecided')
    })
    await expect(failing).rejects.toThrow('undecided')
    expect(await run([rename('later')])).toBe('after')
  })

  test('an error in a read is told as itself', async () => {
    const failing = batchTransaction(world.db, account.accountId, [names, broken, names], () => ({
      statements: [],
      result: null,
    }))
    await expect(failing).rejects.toThrow('division by zero')
    expect(await run([])).toBe('later')
  })

  test('of an account that is not there fails by name', async () => {
    const failing = batchTransaction(world.db, profileId, [], () => ({ statements: [], result: null }))
    await expect(failing).rejects.toThrow('no such account')
  })

  test('writers of one account go one after the other: each sees what the one before wrote', async () => {
    const other = world.openAnother(5)
    const append = (db: typeof other) =>
      batchTransaction<[{ name: string | null }], void>(db, account.accountId, [names], (_head, [rows]) => ({
        statements: [rename(`${rows[0]?.name ?? ''}.`)],
        changes: [{ kind: 'PROFILE_CHANGED', profileId }],
        result: undefined,
      }))
    await run([rename('')])
    await Promise.all(Array.from({ length: 20 }, (_, index) => append(index % 2 ? other : world.db)))
    expect(await nameNow()).toBe('.'.repeat(20))
  })
})

describe('a statement of the system', () => {
  test('sees all accounts, and the next one on the connection sees none', async () => {
    const elsewhere = await buildAccount(world.owner)
    const rows = await querySystem<{ id: string }>(world.db, 'select id from accounts where id = any ($1)', [
      [account.accountId, elsewhere.accountId],
    ])
    expect(rows).toHaveLength(2)
    expect((await world.db.pool.query('select from accounts')).rowCount).toBe(0)
  })

  test('that fails writes nothing, and spoils nothing', async () => {
    await expect(runAsSystem(world.db, broken)).rejects.toThrow('division by zero')
    expect(await querySystem(world.db, 'select 1 as n', [])).toEqual([{ n: 1 }])
  })
})

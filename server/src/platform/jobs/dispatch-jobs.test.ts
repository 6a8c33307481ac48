import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, contextOf, openWorld, type World } from '../../test/build.ts'
import type { LogEntry } from '../change-log/change.ts'
import { recordChange } from '../change-log/record-change.ts'
import { querySystem } from '../db/as-system.ts'
import { inTransaction } from '../db/in-transaction.ts'
import { ACCOUNTS_BEHIND, dispatchJobs } from './dispatch-jobs.ts'

const world: World = await openWorld(5)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const log = (count: number): Promise<void> =>
  inTransaction(contextOf(world.db, account.accountId), async (ctx) => {
    for (let n = 0; n < count; n++) recordChange(ctx, { kind: 'SETTINGS_CHANGED' })
  })
const collect = (into: number[]) => async (_: string, entries: LogEntry[]) => {
  into.push(...entries.map((entry) => entry.seq))
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
const isBehind = async (): Promise<boolean> =>
  (await querySystem<{ accountId: string }>(world.db, ACCOUNTS_BEHIND, [])).some(
    (row) => row.accountId === account.accountId,
  )

describe('R44: jobs are made of what committed', () => {
  test('each entry once, in order, over several pages', async () => {
    await log(3)
    const seen: number[] = []
    expect(await isBehind()).toBe(true)
    expect(await dispatchJobs(world.db, account.accountId, collect(seen))).toBe(false)
    await log(1_100)
    while (await dispatchJobs(world.db, account.accountId, collect(seen)));
    expect(seen).toEqual(upTo(1_103))
    expect(await isBehind()).toBe(false)
    await dispatchJobs(world.db, account.accountId, collect(seen))
    expect(seen).toHaveLength(1_103)
  })

  test('at least once: entries whose jobs could not be queued come again', async () => {
    await log(2)
    const failing = dispatchJobs(world.db, account.accountId, () => Promise.reject(new Error('queue away')))
    await expect(failing).rejects.toThrow('queue away')
    expect(await isBehind()).toBe(true)
    const seen: number[] = []
    await dispatchJobs(world.db, account.accountId, collect(seen))
    expect(seen).toEqual([1, 2])
  })

  test('a dispatcher that is at it is left to it, and what comes meanwhile is not lost', async () => {
    await log(2)
    await dispatchJobs(world.db, account.accountId, async () => undefined)
    await log(1)
    const [first, second]: number[][] = [[], []]
    await dispatchJobs(world.db, account.accountId, async (id, entries) => {
      await collect(first ?? [])(id, entries)
      await log(1)
      expect(await dispatchJobs(world.db, account.accountId, collect(second ?? []))).toBe(false)
    })
    expect([first, second]).toEqual([[3], []])
    expect(await isBehind()).toBe(true)
    await dispatchJobs(world.db, account.accountId, collect(second ?? []))
    expect(second).toEqual([4])
  })

  test('many dispatchers of two processes together miss none', async () => {
    const dbs = [world.db, world.openAnother(5)]
    const seen: number[] = []
    const dispatch = async (n: number): Promise<void> => {
      while (await dispatchJobs(dbs[n % 2] ?? world.db, account.accountId, collect(seen)));
    }
    await Promise.all(upTo(10).flatMap((n) => [log(3), dispatch(n)]))
    await dispatch(0)
    expect([...new Set(seen)].toSorted((a, b) => a - b)).toEqual(upTo(30))
    expect(await isBehind()).toBe(false)
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import { readLog } from './read-log.ts'
import { TRIM, trimLogs } from './trim-log.ts'

let world: World
let old: BuiltAccount
let young: BuiltAccount
beforeAll(async () => {
  world = await openWorld(2)
  old = await buildAccount(world.owner)
  young = await buildAccount(world.owner)
})
afterAll(() => world.close())

/** Entries 1 to `count`, the first `aged` of them written eight days ago. */
const fill = async ({ accountId }: BuiltAccount, count: number, aged: number): Promise<void> => {
  await world.owner.query(
    `insert into change_log (account_id, seq, kind, at)
     select $1, n, 'SETTINGS_CHANGED', now() - case when n <= $3 then interval '8 days' else interval '1 minute' end
     from generate_series(1, $2::int) n`,
    [accountId, count, aged],
  )
  await world.owner.query('update account_heads set seq = $2 where account_id = $1', [accountId, count])
}

test('R40: entries past their age go, in batches, and the floor says from where on the log is whole', async () => {
  await fill(old, 10_020, 10_005)
  await fill(young, 3, 0)
  await trimLogs(world.db)
  const trimmed = await readLog(world.db, old.accountId, 0)
  expect(trimmed).toMatchObject({ floor: 10_005, head: 10_020 })
  expect(trimmed.entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 15 }, (_, i) => 10_006 + i))
  expect(await readLog(world.db, young.accountId, 0)).toMatchObject({ floor: 0, head: 3 })
  await trimLogs(world.db)
  expect(await readLog(world.db, old.accountId, 0)).toEqual(trimmed)
})

test('R40: a reader at the head gets none, one beyond the head too', async () => {
  expect((await readLog(world.db, young.accountId, 3)).entries).toEqual([])
  expect(await readLog(world.db, young.accountId, 99)).toEqual({
    entries: [],
    head: 3,
    floor: 0,
    unreadCount: 0,
  })
})

test('R40: what is old is found by the key of the log, however long it is', async () => {
  const { rows } = await world.db.pool.query<{ 'QUERY PLAN': string }>(`explain ${TRIM}`)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Scan using change_log_pkey on change_log/)
  expect(plan).not.toContain('Seq Scan on change_log')
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  contextOf,
  openWorld,
  silent,
  type World,
} from '../../test/build.ts'
import { recordChange } from '../change-log/record-change.ts'
import { LOG_CHANNEL } from '../change-log/write-changes.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/in-transaction.ts'
import { listenForWakeUps, type WakeUp, type WakeUps } from './listen.ts'

let world: World
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(2)
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

let wakeUps: WakeUps
let heard: (WakeUp | 'missed')[]
beforeEach(async () => {
  wakeUps = await listenForWakeUps(world.db, silent)
  heard = []
  wakeUps.subscribe((wakeUp) => heard.push(wakeUp))
})
afterEach(() => wakeUps.close())

const commit = (db: Database): Promise<number> =>
  inTransaction(contextOf(db, account.accountId), async (ctx) =>
    recordChange(ctx, { kind: 'SETTINGS_CHANGED' }),
  )

/** Resolves once all is heard that was announced before. */
const fence = async (): Promise<void> => {
  await world.owner.query(`select pg_notify('${LOG_CHANNEL}', 'fence 0 ')`)
  await vi.waitUntil(() => heard.some((wakeUp) => wakeUp !== 'missed' && wakeUp.accountId === 'fence'))
  heard = heard.filter((wakeUp) => wakeUp === 'missed' || wakeUp.accountId !== 'fence')
}
const announce = (seq: number) => `select pg_notify('${LOG_CHANNEL}', '${account.accountId} ${seq} ')`

describe('R40: wake-ups', () => {
  test('of what this process commits come once, with all that the log gained', async () => {
    const seqs: number[] = []
    for (let n = 0; n < 40; n++) seqs.push(await commit(world.db))
    await fence()
    expect(heard).toEqual(
      seqs.map((seq) =>
        expect.objectContaining({ seq, commit: expect.objectContaining({ after: seq - 1 }) }),
      ),
    )
  })

  test('of what others commit come as hints', async () => {
    const seq = await commit(world.openAnother(1))
    await fence()
    expect(heard).toEqual([{ accountId: account.accountId, seq, kinds: new Set(['SETTINGS_CHANGED']) }])
  })

  test('come also of a commit whose answer is lost with its connection', async () => {
    const client = await world.db.pool.connect()
    await client.query(announce(1_000_001))
    await fence()
    expect(heard).toEqual([])
    client.release(true)
    await vi.waitUntil(() => heard.length > 0)
    expect(heard).toEqual([expect.objectContaining({ seq: 1_000_001 })])
  })

  test('come also of one whose answer is lost while a later one is told of', async () => {
    const client = await world.db.pool.connect()
    await client.query(announce(1))
    await fence()
    const seq = await commit(world.db)
    client.release(true)
    await vi.waitUntil(() => heard.length > 1)
    expect(heard).toEqual([expect.objectContaining({ seq }), expect.objectContaining({ seq: 1 })])
  })

  test('come also of a commit that nobody tells of, with the next one of its connection', async () => {
    const client = await world.db.pool.connect()
    await client.query(announce(1_000_002))
    await client.query(announce(1_000_003))
    client.release()
    await fence()
    expect(heard).toEqual([expect.objectContaining({ seq: 1_000_002 })])
  })
})

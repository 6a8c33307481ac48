import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Profile } from '../../features/profiles/profile.entity.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildProfile,
  contextOf,
  openWorld,
  silent,
  type World,
} from '../../test/build.ts'
import { readLog } from '../change-log/read-log.ts'
import { recordChange } from '../change-log/record-change.ts'
import { LOG_CHANNEL } from '../change-log/write-changes.ts'
import type { Context, WriteContext } from '../context.ts'
import { listenForWakeUps, type WakeUp } from '../wake-ups/listen.ts'
import { inTransaction, sql } from './in-transaction.ts'

let world: World
let account: BuiltAccount
let profileId: string
let ctx: Context
beforeAll(async () => {
  world = await openWorld(5)
  account = await buildAccount(world.owner)
  profileId = await buildProfile(world.owner, account.accountId, { name: 'Ada' })
  ctx = contextOf(world.db, account.accountId)
})
afterAll(() => world.close())

const rename = async (ctx: WriteContext, name: string): Promise<number> => {
  const profile = await ctx.em.findOneOrFail(Profile, profileId)
  profile.name = name
  return recordChange(ctx, { kind: 'PROFILE_CHANGED', profileId })
}
const nameNow = async (): Promise<unknown> =>
  (await world.owner.query('select name from profiles where id = $1', [profileId])).rows[0]?.name
const headNow = async (): Promise<number> => (await readLog(world.db, account.accountId, 0)).head

describe('an action’s transaction', () => {
  test('writes entities and log entries together', async () => {
    const before = await headNow()
    const seq = await inTransaction(ctx, (ctx) => rename(ctx, 'Grace'))
    expect(seq).toBe(before + 1)
    expect(await nameNow()).toBe('Grace')
    const { entries } = await readLog(world.db, account.accountId, before)
    expect(entries).toEqual([
      {
        seq,
        kind: 'PROFILE_CHANGED',
        profileId,
        conversationId: null,
        messageId: null,
        head: seq,
        floor: 0,
        unreadCount: 0,
      },
    ])
  })

  test('joins the one it is in, with the same lock, log and fate', async () => {
    const before = await headNow()
    await inTransaction(ctx, async (outer) => {
      await rename(outer, 'Joan')
      const seq = await inTransaction(outer, (inner) => {
        expect(inner).toBe(outer)
        return rename(inner, 'Joan II')
      })
      expect(seq).toBe(before + 2)
    })
    expect(await headNow()).toBe(before + 2)
  })

  test('an error anywhere in it rolls all of it back, log entries included', async () => {
    const [before, name] = [await headNow(), await nameNow()]
    const failing = inTransaction(ctx, async (outer) => {
      await rename(outer, 'nobody')
      await outer.em.flush()
      await inTransaction(outer, async () => {
        throw new Error('changed my mind')
      })
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await nameNow()).toBe(name)
    expect(await headNow()).toBe(before)
    await inTransaction(ctx, (ctx) => rename(ctx, 'somebody'))
    expect(await headNow()).toBe(before + 1)
  })

  test('R3: sees and changes its own account alone', async () => {
    const stranger = contextOf(world.db, (await buildAccount(world.owner)).accountId)
    const seen = await inTransaction(stranger, (ctx) => ctx.em.find(Profile, { id: profileId }))
    expect(seen).toEqual([])
    const rows = await inTransaction(stranger, (ctx) =>
      sql(ctx, 'update profiles set name = $1 returning id', ['x']),
    )
    expect(rows).toEqual([])
  })

  test('R40: the log is dense and in the order of commits, under 20 writers of two processes', async () => {
    const dbs = [world.db, world.openAnother(5)]
    const before = await headNow()
    const seqs = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const db = dbs[index % 2] ?? world.db
        return inTransaction(contextOf(db, account.accountId), async (ctx) => {
          const first = await rename(ctx, `writer ${index}`)
          if (index % 5 === 0) await rename(ctx, `writer ${index} again`)
          return first
        })
      }),
    )
    expect(new Set(seqs).size).toBe(20)
    const { entries, head } = await readLog(world.db, account.accountId, before)
    expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 24 }, (_, i) => before + i + 1))
    expect(head).toBe(before + 24)
  })
})

describe('R40: wake-ups', () => {
  test('come with the commit, never before it, and none after a rollback', async () => {
    const wakeUps = await listenForWakeUps(world.openAnother(1), silent)
    const heard: (WakeUp | 'missed')[] = []
    wakeUps.subscribe((wakeUp) => heard.push(wakeUp))
    // Hints come in order: once the fence is heard, whatever was sent before it has been.
    const fence = async (seq: number): Promise<void> => {
      await world.owner.query(`select pg_notify('${LOG_CHANNEL}', 'fence ' || $1)`, [seq])
      await expect.poll(() => heard).toContainEqual({ accountId: 'fence', seq, kinds: new Set() })
    }
    const aborted = inTransaction(ctx, async (ctx) => {
      await rename(ctx, 'never')
      throw new Error('no')
    })
    await expect(aborted).rejects.toThrow('no')
    const seq = await inTransaction(ctx, async (inner) => {
      const seq = await rename(inner, 'soon')
      await inner.em.flush()
      await fence(1)
      return seq
    })
    await fence(2)
    const { accountId } = account
    expect(heard).toEqual([
      { accountId: 'fence', seq: 1, kinds: new Set() },
      { accountId, seq, kinds: new Set(['PROFILE_CHANGED']) },
      { accountId: 'fence', seq: 2, kinds: new Set() },
    ])
    await wakeUps.close()
  })

  test('listeners are told that hints may be missing once the connection is back', async () => {
    const wakeUps = await listenForWakeUps(world.openAnother(1), silent)
    const missed = new Promise((resolve) => wakeUps.subscribe(resolve))
    await world.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley wake-ups' and datname = current_database()`,
    )
    expect(await missed).toBe('missed')
    const heard = new Promise((resolve) => wakeUps.subscribe(resolve))
    const seq = await inTransaction(ctx, (ctx) => rename(ctx, 'back'))
    expect(await heard).toMatchObject({ accountId: account.accountId, seq })
    await wakeUps.close()
  })
})

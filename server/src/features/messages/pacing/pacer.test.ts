import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildMessage,
  buildProfile,
  contextOf,
  openWorld,
  silent,
  type World,
} from '../../../test/build.ts'
import { awake } from '../../../test/daytime.ts'
import {
  accepted,
  refusedForNow,
  type ScriptedCarrier,
  scriptedCarrier,
} from '../../../test/scripted-carrier.ts'
import { type Pacer, startPacer } from './pacer.ts'

const world: World = await openWorld(10)
let account: BuiltAccount
const pacers: Pacer[] = []
beforeEach(async () => {
  await world.owner.query('delete from messages')
  account = await buildAccount(world.owner)
})
afterAll(async () => {
  await Promise.all(pacers.map((pacer) => pacer.stop()))
  await world.close()
})

const start = (carrier: ScriptedCarrier, db = world.db): Pacer => {
  const pacer = startPacer({
    db,
    log: silent,
    sending: { carrier, callbackUrl: () => 'https://inbox.example.com/status' },
    contextFor: (accountId) => contextOf(db, accountId),
  })
  pacers.push(pacer)
  return pacer
}
const queue = async (built: BuiltAccount, text: string, due = new Date()): Promise<string> => {
  const profileId = await buildProfile(world.owner, built.accountId, awake())
  return buildMessage(world.owner, built, profileId, {
    kind: 'CAMPAIGN',
    text,
    next_attempt_at: null,
    paced_at: due,
  })
}
const pace = (built: BuiltAccount, perSecond: number) =>
  world.owner.query('update senders set messages_per_second = $2 where id = $1', [built.senderId, perSecond])
const statuses = async (built: BuiltAccount): Promise<string[]> =>
  (await world.owner.query('select status from messages where account_id = $1', [built.accountId])).rows.map(
    ({ status }) => status,
  )

describe('R41: the pacer', () => {
  test('sends each message once, at the sender’s pace, though two processes work at it', async () => {
    await pace(account, 40)
    for (let n = 0; n < 60; n++) await queue(account, `${n}`)
    const carrier = scriptedCarrier()
    const began = performance.now()
    const two = [start(carrier), start(carrier, world.openAnother(10))]
    await vi.waitUntil(() => carrier.sent.length >= 60, { timeout: 10_000 })
    const seconds = (performance.now() - began) / 1_000
    await Promise.all(two.map((pacer) => pacer.stop()))
    expect(carrier.sent.map(({ text }) => text).sort()).toEqual(
      Array.from({ length: 60 }, (_, n) => `${n}`).sort(),
    )
    // The first second's tokens are there at once, the other twenty come in half a second.
    expect(seconds).toBeGreaterThan(0.45)
    expect(new Set(await statuses(account))).toEqual(new Set(['SENT']))
  })

  test('lets no sender wait for another', async () => {
    const slow = await buildAccount(world.owner)
    await pace(slow, 0.01)
    for (let n = 0; n < 5; n++) await queue(slow, 'slow')
    await queue(account, 'quick')
    const carrier = scriptedCarrier()
    const pacer = start(carrier)
    await vi.waitUntil(() => carrier.sent.length >= 2, { timeout: 5_000 })
    await pacer.stop()
    expect(carrier.sent.map(({ text }) => text).sort()).toEqual(['quick', 'slow'])
  })

  test('hands over no more at once than it has slots, and waits for what is under way when it stops', async () => {
    await pace(account, 1_000)
    for (let n = 0; n < 30; n++) await queue(account, `${n}`)
    const { promise: answer, resolve } = Promise.withResolvers<void>()
    const carrier = scriptedCarrier(() => answer.then(accepted))
    const pacer = start(carrier)
    await vi.waitUntil(() => carrier.sent.length === 20)
    const { rows } = await world.owner.query(
      'select count(*)::int as n from messages where account_id = $1 and send_started_at is not null',
      [account.accountId],
    )
    const stopped = pacer.stop()
    resolve()
    await stopped
    expect(rows).toEqual([{ n: 20 }])
    expect((await statuses(account)).filter((status) => status === 'SENT')).toHaveLength(20)
  })

  test('leaves what the carrier refuses for now to the sweep that retries', async () => {
    const id = await queue(account, 'busy')
    const carrier = scriptedCarrier(() => refusedForNow())
    const pacer = start(carrier)
    await vi.waitUntil(() => carrier.sent.length === 1)
    await pacer.stop()
    const { rows } = await world.owner.query('select * from messages where id = $1', [id])
    expect(rows).toMatchObject([
      { status: 'QUEUED', paced_at: null, send_started_at: null, next_attempt_at: expect.any(Date) },
    ])
  })

  test('goes on after a database that failed it', async () => {
    await queue(account, 'after all')
    const carrier = scriptedCarrier()
    let failures = 2
    const db = {
      ...world.db,
      pool: new Proxy(world.db.pool, {
        get: (pool, key) => {
          if (key === 'connect' && failures-- > 0)
            return () => Promise.reject(new Error('the database is away'))
          const value = Reflect.get(pool, key)
          return typeof value === 'function' ? value.bind(pool) : value
        },
      }),
    }
    const pacer = start(carrier, db)
    await vi.waitUntil(() => carrier.sent.length === 1, { timeout: 10_000 })
    await pacer.stop()
    expect(failures).toBeLessThan(0)
  })
})

test('R21: one outcome that can’t be written keeps no other from being written', async () => {
  const bad = await queue(account, 'bad')
  for (let n = 0; n < 4; n++) await queue(account, `good ${n}`)
  const { promise: answer, resolve } = Promise.withResolvers<void>()
  const carrier = scriptedCarrier(async ({ text }) => {
    await answer
    // No id of the carrier may be in two messages: the second can't be written.
    return text === 'bad' ? { kind: 'accepted', carrierMessageId: 'taken' } : accepted()
  })
  const other = await queue(account, 'other', new Date(Date.now() + 3_600_000))
  await world.owner.query(`update messages set carrier_message_id = 'taken' where id = $1`, [other])
  const pacer = start(carrier)
  await vi.waitUntil(() => carrier.sent.length === 5, { timeout: 5_000 })
  resolve()
  await pacer.stop()
  const { rows } = await world.owner.query(
    'select id, status from messages where account_id = $1 order by id',
    [account.accountId],
  )
  expect(rows.filter(({ status }) => status === 'SENT')).toHaveLength(4)
  expect(rows.find(({ id }) => id === bad)).toMatchObject({ status: 'QUEUED' })
})

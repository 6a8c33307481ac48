import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import {
  accepted,
  refusedForGood,
  refusedForNow,
  type ScriptedCarrier,
  scriptedCarrier,
  unknown,
} from '../../../test/scripted-carrier.ts'
import { settleDeliveries } from '../actions/settle-deliveries.ts'
import { type Attempt, sendQueued } from './send-queued.ts'

const world: World = await openWorld(10)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const callbackUrl = ({ accountId, messageId, attempt }: Attempt) =>
  `https://inbox.example.com/${accountId}/${messageId}/${attempt}`
const queue = (text: string, columns: Record<string, unknown> = {}, person = profileId) =>
  buildMessage(world.owner, account, person, { text, ...columns })
const send = (carrier: ScriptedCarrier, person = profileId, db = world.db) =>
  sendQueued(contextOf(db, account.accountId), { carrier, callbackUrl }, person)
const statuses = async (): Promise<string[]> =>
  (
    await world.owner.query('select status from messages where account_id = $1 order by seq', [
      account.accountId,
    ])
  ).rows.map((row) => row.status)
const message = async (id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from messages where id = $1', [id])).rows[0]
/** As if the time of every retry had come. */
const letTimePass = () =>
  world.owner.query(
    `update messages set next_attempt_at = now() where account_id = $1 and status = 'QUEUED'`,
    [account.accountId],
  )

describe('R21: queued messages', () => {
  test('go out once each, every person’s in order, under 20 workers of two processes', async () => {
    const other = world.openAnother(10)
    const people = [profileId]
    for (let n = 1; n < 5; n++) people.push((await buildConversation(world.owner, account)).profileId)
    for (let n = 0; n < 6; n++) for (const person of people) await queue(`${n}`, {}, person)
    const carrier = scriptedCarrier(async () => {
      await nextTurn()
      return accepted()
    })
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => send(carrier, people[n % 5], n % 2 ? other : world.db)),
    )
    const byPerson = Map.groupBy(carrier.sent, (text) => text.to)
    expect([...byPerson.values()].map((texts) => texts.map((text) => text.text))).toEqual(
      people.map(() => ['0', '1', '2', '3', '4', '5']),
    )
    expect(new Set(await statuses())).toEqual(new Set(['SENT']))
  })

  test('carry our id and the attempt in the callback’s address', async () => {
    const id = await queue('Hi')
    const carrier = scriptedCarrier()
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
    expect(carrier.sent).toMatchObject([{ from: account.number, text: 'Hi' }])
    expect(carrier.sent[0]?.callbackUrl).toBe(`https://inbox.example.com/${account.accountId}/${id}/1`)
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
    expect(await message(id)).toMatchObject({
      status: 'SENT',
      sent_at: expect.any(Date),
      send_started_at: null,
    })
  })

  test('that the carrier can’t take now wait, and those behind them, until it can', async () => {
    const id = await queue('1')
    await queue('2')
    let isBusy = true
    const carrier = scriptedCarrier(() => (isBusy ? refusedForNow({ retryAfterMs: 60_000 }) : accepted()))
    await send(carrier)
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['1'])
    expect(await statuses()).toEqual(['QUEUED', 'QUEUED'])
    const wait = ((await message(id)).next_attempt_at as Date).getTime() - Date.now()
    expect(wait).toBeGreaterThan(50_000)
    isBusy = false
    await letTimePass()
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['1', '1', '2'])
    expect(carrier.sent[1]?.callbackUrl).toMatch(/\/2$/)
    expect(await statuses()).toEqual(['SENT', 'SENT'])
  })

  test('that it can’t take for long fail in the end, and those behind them go', async () => {
    const id = await queue('1')
    await queue('2')
    const carrier = scriptedCarrier((text) => (text.text === '1' ? refusedForNow() : accepted()))
    for (let round = 0; round < 12; round++) {
      await send(carrier)
      await letTimePass()
    }
    expect(carrier.sent.filter((text) => text.text === '1')).toHaveLength(8)
    expect(await message(id)).toMatchObject({ status: 'FAILED', failure_code: 'HTTP_429' })
    expect(await statuses()).toEqual(['FAILED', 'SENT'])
  })

  test('that it refuses for good fail with its code, and the next goes', async () => {
    const id = await queue('1')
    await queue('2')
    const carrier = scriptedCarrier((_, nth) => (nth === 1 ? refusedForGood('30') : accepted()))
    await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
    expect(await message(id)).toMatchObject({
      status: 'FAILED',
      failure_code: '30',
      failure_detail: 'no such number',
    })
    expect(await statuses()).toEqual(['FAILED', 'SENT'])
  })
})

describe('R22: a message whose outcome is not known', () => {
  test('says so, and is never sent again by itself', async () => {
    await queue('1')
    await queue('2')
    const carrier = scriptedCarrier((_, nth) => (nth === 1 ? unknown() : accepted()))
    await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
    await letTimePass()
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['1', '2'])
    expect(await statuses()).toEqual(['UNKNOWN', 'SENT'])
  })

  test.each([
    ['a time-out', unknown()],
    ['a late answer', accepted()],
    ['a refusal', refusedForNow()],
  ])('is what the callback says that comes before %s', async (_, answer) => {
    const id = await queue('1')
    const carrier = scriptedCarrier(async () => {
      const report = {
        carrierMessageId: 'uuid-quick',
        status: 'DELIVERED' as const,
        at: new Date(),
        attempt: 1,
      }
      await settleDeliveries(world.db, account.accountId, [{ messageId: id, report }], () => [])
      return answer
    })
    await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
    await letTimePass()
    await send(carrier)
    expect(carrier.sent).toHaveLength(1)
    expect(await message(id)).toMatchObject({ status: 'DELIVERED', carrier_message_id: 'uuid-quick' })
    await world.owner.query('delete from messages where id = $1', [id])
  })
})

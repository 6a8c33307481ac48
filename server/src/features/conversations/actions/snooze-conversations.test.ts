import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import { DUE, wakeDueConversations } from '../jobs/wake-due-conversations.ts'
import type { SnoozeAsked } from '../snooze-time.ts'
import { closeConversations } from './close-conversations.ts'
import { markConversationsRead } from './mark-conversations-read.ts'
import { openConversations } from './open-conversations.ts'
import { snoozeConversations } from './snooze-conversations.ts'
import { wakeConversations } from './wake-conversations.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
beforeEach(async () => {
  // What other tests left snoozed is not this one's.
  await world.owner.query(
    `update conversations set status = 'OPEN', snoozed_until = null where status = 'SNOOZED'`,
  )
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const ctx = (now = new Date()) => ({ ...contextOf(world.db, account.accountId), now })
const build = async (columns: Record<string, unknown> = {}, profile: Record<string, unknown> = {}) =>
  (await buildConversation(world.owner, account, columns, profile)).conversationId
const hour = 3_600_000
const soon = () => ({ status: 'SNOOZED', snoozed_until: new Date(Date.now() + hour) })
const due = (minutes = 1) => ({ status: 'SNOOZED', snoozed_until: new Date(Date.now() - minutes * 60_000) })
const state = async (id: string): Promise<Record<string, unknown>> =>
  (
    await world.owner.query(
      'select status, snoozed_until, is_unread, is_back_from_snooze, waiting_since from conversations where id = $1',
      [id],
    )
  ).rows[0]
const push = <T>(action: () => Promise<T>) => pushEqualsRefetch(world.db, account.accountId, action)
const sweep = () => wakeDueConversations(world.db, (accountId) => contextOf(world.db, accountId))
/** Ids of the account's conversations as its list has them. */
const list = async (): Promise<string[]> =>
  (
    await world.owner.query('select id from conversations where account_id = $1 order by activity_seq desc', [
      account.accountId,
    ])
  ).rows.map((row) => row.id)

describe('R26: snoozing', () => {
  test('R27: keeps a selection out of the way until its time, and marks it read', async () => {
    await world.owner.query(`update accounts set time_zone = 'Asia/Kolkata' where id = $1`, [
      account.accountId,
    ])
    const since = new Date('2026-05-01T11:00:00.000Z')
    const ids = [await build({ is_unread: true, waiting_since: since }), await build({ status: 'CLOSED' })]
    const now = new Date('2026-05-01T12:00:00.000Z')
    const { result, entries } = await push(() => snoozeConversations(ctx(now), ids, { until: 'TOMORROW' }))
    expect(result).toEqual({ ids, userErrors: [] })
    expect(entries.map((entry) => entry.conversationId)).toEqual(expect.arrayContaining(ids))
    const until = new Date('2026-05-02T03:30:00.000Z')
    const snoozed = { status: 'SNOOZED', snoozed_until: until, is_unread: false }
    expect(await state(ids[0] ?? '')).toMatchObject({ ...snoozed, waiting_since: since })
    expect(await state(ids[1] ?? '')).toMatchObject(snoozed)
    const again = await push(() => snoozeConversations(ctx(now), ids, { until: 'TOMORROW' }))
    expect(again.entries, 'the second time changes nothing').toEqual([])
  })

  test.each<[string, SnoozeAsked, string]>([
    ['neither time', {}, 'UNTIL_OR_AT'],
    ['a time past', { at: '2020-01-01T00:00:00Z' }, 'AT_PAST'],
    ['no time', { at: 'soon' }, 'AT_INVALID'],
  ])('with %s is refused, and changes nothing', async (_, asked, code) => {
    const id = await build()
    const refused = push(() => snoozeConversations(ctx(), [id], asked))
    await expect(refused).rejects.toMatchObject({ items: [{ code }] })
    expect((await state(id)).status).toBe('OPEN')
  })

  test('B7: is undone by opening, and closing too: who waits still waits', async () => {
    const waiting = { waiting_since: new Date('2026-05-01T11:00:00.000Z') }
    const id = await build(waiting)
    for (const action of [
      (one: string) => snoozeConversations(ctx(), [one], { until: 'ONE_WEEK' }),
      (one: string) => closeConversations(ctx(), [one]),
    ]) {
      await push(() => action(id))
      await push(() => openConversations(ctx(), [id]))
      expect(await state(id)).toMatchObject({ status: 'OPEN', snoozed_until: null, ...waiting })
    }
  })

  test('R9: a text wakes it before its time; one in a closed conversation waits from then on', async () => {
    const id = await build(soon(), { phone_number: '+14155550142' })
    const text = () => textFrom(account, '+14155550142', 'Hello?')
    await push(() => receiveTexts(world.db, account.accountId, [text()], () => []))
    expect(await state(id)).toMatchObject({ status: 'OPEN', is_unread: true, is_back_from_snooze: false })
    await closeConversations(ctx(), [id])
    const late = { ...text(), receivedAt: new Date(Date.now() + hour) }
    await push(() => receiveTexts(world.db, account.accountId, [late], () => []))
    expect((await state(id)).waiting_since).toEqual(late.receivedAt)
  })
})

describe('R26: a due snooze', () => {
  test('comes back by itself to the top of the list, the latest due last, marked until it is read', async () => {
    const later = await build(due(1))
    const earlier = await build(due(90))
    const notYet = await build(soon())
    const other = await build()
    const { entries } = await push(sweep)
    expect(entries.map((entry) => [entry.kind, entry.conversationId])).toEqual([
      ['CONVERSATION_CHANGED', earlier],
      ['CONVERSATION_CHANGED', later],
    ])
    expect(await list()).toEqual([later, earlier, other, notYet])
    expect(await state(later)).toMatchObject({
      ...{ status: 'OPEN', snoozed_until: null, is_unread: false, is_back_from_snooze: true },
    })
    expect((await state(notYet)).status).toBe('SNOOZED')
    expect((await push(sweep)).entries, 'once').toEqual([])
    const read = await push(() => markConversationsRead(ctx(), [later]))
    expect(read.entries).toHaveLength(1)
    expect((await state(later)).is_back_from_snooze).toBe(false)
  })

  test('comes back after a long downtime, however many there are and whosever they are', async () => {
    const other = await buildAccount(world.owner)
    for (const { accountId, senderId } of [account, other])
      await world.owner.query(
        `with people as (
           insert into profiles (id, account_id, phone_number)
           select gen_random_uuid(), $1, '+1415' || (1000000 + n) from generate_series(1, 600) n returning id
         ), numbered as (select id, row_number() over () as n from people)
         insert into conversations (id, account_id, profile_id, sender_id, status, snoozed_until, activity_seq, last_message_at)
         select gen_random_uuid(), $1, id, $2, 'SNOOZED', now() - n * interval '1 minute', n, now() from numbered`,
        [accountId, senderId],
      )
    await world.owner.query('update account_heads set seq = 1000 where account_id = any ($1)', [
      [account.accountId, other.accountId],
    ])
    await push(sweep)
    const { rows } = await world.owner.query(
      `select count(*)::int as n, count(*) filter (where is_back_from_snooze and status = 'OPEN')::int as back
       from conversations where account_id = any ($1)`,
      [[account.accountId, other.accountId]],
    )
    expect(rows).toEqual([{ n: 1200, back: 1200 }])
  })

  test('that an agent opened, closed or snoozed again meanwhile stays as the agent left it', async () => {
    const [opened, closed, again] = [await build(due()), await build(due()), await build(due())]
    await openConversations(ctx(), [opened])
    await closeConversations(ctx(), [closed])
    await snoozeConversations(ctx(), [again], { until: 'ONE_WEEK' })
    const { result } = await push(() => wakeConversations(ctx(), [opened, closed, again]))
    expect(result).toBe(0)
    expect((await state(opened)).is_back_from_snooze).toBe(false)
    expect((await state(closed)).status).toBe('CLOSED')
    expect((await state(again)).status).toBe('SNOOZED')
  })

  test('is found by an index of snoozed ones alone, of 1,000,000 conversations too', async () => {
    const client = await world.owner.connect()
    try {
      // As sessions have it (platform/db/database.ts).
      await client.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off')
      const { rows } = await client.query(`explain ${DUE.replace('$1', 'now()').replace('$2', `'{}'`)}`)
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toContain('Index Scan using conversations_due_snoozes')
      expect(plan).not.toContain('Sort')
    } finally {
      client.release(true)
    }
  })

  test('R3: of another account is not woken by this one', async () => {
    const theirs = await buildConversation(world.owner, await buildAccount(world.owner), due())
    expect(await wakeConversations(ctx(), [theirs.conversationId])).toBe(0)
    expect((await state(theirs.conversationId)).status).toBe('SNOOZED')
  })

  test('wakes once under two workers, while an agent closes it: one state, and the log tells it', async () => {
    const other = world.openAnother(3)
    for (let round = 0; round < 8; round++) {
      const id = await build(due())
      const { entries } = await push(() =>
        Promise.all([
          sweep(),
          wakeDueConversations(other, (accountId) => contextOf(other, accountId)),
          closeConversations({ ...contextOf(other, account.accountId) }, [id]),
        ]),
      )
      expect(await state(id)).toMatchObject({ status: 'CLOSED', is_back_from_snooze: false })
      expect(entries.length).toBeLessThanOrEqual(2)
    }
  })
})

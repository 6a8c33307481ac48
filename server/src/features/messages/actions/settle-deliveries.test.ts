import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { DeliveryReport } from '../delivery-rules.ts'
import { type RoutedReport, settleDeliveries } from './settle-deliveries.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const startedAt = new Date('2026-11-23T11:59:59.123Z')
const build = (columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, { send_attempts: 1, send_started_at: startedAt, ...columns })
const settle = (reports: RoutedReport[]) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    settleDeliveries(world.db, account.accountId, reports, () => []),
  )
const about = (
  messageId: string | null,
  carrierMessageId: string,
  more: Partial<DeliveryReport> = {},
): RoutedReport => ({
  messageId,
  report: {
    carrierMessageId,
    status: 'DELIVERED',
    at: new Date('2026-11-23T12:00:00.500Z'),
    attempt: 1,
    ...more,
  },
})
const message = async (id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from messages where id = $1', [id])).rows[0]

describe('R21: the carrier’s reports', () => {
  test('in one batch, of one message, end in the furthest state with one entry', async () => {
    const id = await build()
    const carrierId = newId()
    const { result, entries } = await settle([
      about(id, carrierId, { sequence: 2 }),
      about(id, carrierId, { status: 'SENT', sequence: 1 }),
      about(id, carrierId, { sequence: 2 }),
    ])
    expect(result).toEqual(['DONE', 'DUPLICATE', 'DUPLICATE'])
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
    expect(await message(id)).toMatchObject({
      status: 'DELIVERED',
      carrier_message_id: carrierId,
      delivered_at: new Date('2026-11-23T12:00:00.500Z'),
      send_started_at: null,
    })
  })

  test('find the message by the carrier’s id where the path names none', async () => {
    const carrierId = newId()
    const id = await build({ status: 'SENT', carrier_message_id: carrierId, send_started_at: null })
    expect((await settle([about(null, carrierId, { attempt: undefined })])).result).toEqual(['DONE'])
    expect((await message(id)).status).toBe('DELIVERED')
  })

  test('R3: of another account’s message, or of none, change nothing', async () => {
    const neighbour = await buildAccount(world.owner)
    const theirs = await buildConversation(world.owner, neighbour)
    const id = await buildMessage(world.owner, neighbour, theirs.profileId, { send_attempts: 1 })
    const { result, entries } = await settle([
      about(id, newId()),
      about(newId(), newId()),
      about(null, newId()),
    ])
    expect(result).toEqual(['UNROUTED', 'UNROUTED', 'UNROUTED'])
    expect(entries).toEqual([])
    expect((await message(id)).status).toBe('QUEUED')
  })

  test('never touch what came in', async () => {
    const id = await build({ direction: 'INBOUND', kind: 'CUSTOMER', status: 'RECEIVED' })
    expect((await settle([about(id, newId(), { status: 'FAILED' })])).result).toEqual(['UNROUTED'])
  })

  test('of many messages at once settle each', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => build()))
    await settle(
      ids.map((id, n) => about(id, newId(), { status: n % 2 ? 'FAILED' : 'SENT', errorCode: '50' })),
    )
    const { rows } = await world.owner.query(
      'select status, failure_code, count(*)::int as n from messages where account_id = $1 group by 1, 2 order by 1',
      [account.accountId],
    )
    expect(rows).toEqual([
      { status: 'FAILED', failure_code: '50', n: 15 },
      { status: 'SENT', failure_code: null, n: 15 },
    ])
  })
})

describe('R17: error 200, blocked by the person’s STOP at the carrier', () => {
  test('unsubscribes the person once, with evidence, and says so live', async () => {
    const [one, two] = [await build(), await build()]
    const { entries } = await settle(
      [one, two].map((id) => about(id, newId(), { status: 'FAILED', errorCode: '200' })),
    )
    expect(entries.map((entry) => entry.kind)).toEqual([
      'MESSAGE_CHANGED',
      'MESSAGE_CHANGED',
      'PROFILE_CHANGED',
    ])
    const { rows } = await world.owner.query(
      `select consent, opted_out_by_customer as own, method, evidence from profiles p
       join consent_changes c on c.profile_id = p.id where p.id = $1`,
      [profileId],
    )
    expect(rows).toEqual([{ consent: 'UNSUBSCRIBED', own: true, method: 'CARRIER', evidence: 'error 200' }])
  })

  test('of a text from before the person opted in again, reported late, says nothing about now', async () => {
    const id = await build({ status: 'SENT', sent_at: new Date(Date.now() - 60_000) })
    await world.owner.query('update profiles set consent_since = now() where id = $1', [profileId])
    const { entries } = await settle([about(id, newId(), { status: 'FAILED', errorCode: '200' })])
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
  })

  test('of someone who has opted out already adds nothing to the ledger', async () => {
    await world.owner.query(`update profiles set consent = 'UNSUBSCRIBED' where id = $1`, [profileId])
    const id = await build()
    const { entries } = await settle([about(id, newId(), { status: 'FAILED', errorCode: '200' })])
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
  })
})

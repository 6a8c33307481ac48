import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  insert,
  openWorld,
  type World,
} from '../../test/build.ts'
import { pushEqualsRefetch } from '../../test/push-equals-refetch.ts'
import { refusedForGood, scriptedCarrier, unknown } from '../../test/scripted-carrier.ts'
import { settleDeliveries } from './actions/settle-deliveries.ts'
import type { DeliveryReport } from './delivery-rules.ts'
import { sendQueued } from './sending/send-queued.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const at = new Date('2026-11-23T12:00:00.500Z')
const started = { send_attempts: 1, send_started_at: new Date('2026-11-23T11:59:59.123Z') }
const build = (columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, { ...started, ...columns })
const report = (messageId: string, more: Partial<DeliveryReport> = {}) => {
  const report = { carrierMessageId: newId(), status: 'DELIVERED' as const, at, attempt: 1, ...more }
  return pushEqualsRefetch(world.db, account.accountId, () =>
    settleDeliveries(world.db, account.accountId, [{ messageId, report }], () => []),
  )
}
const activity = async (): Promise<Record<string, unknown>[]> =>
  (
    await world.owner.query(
      `select k.name, e.profile_id as person, e.properties, e.message_id as message
       from events e join metrics k on k.id = e.metric_id where e.account_id = $1 order by e.id`,
      [account.accountId],
    )
  ).rows
const buildSource = (type: string, name: string) =>
  insert(world.owner, 'message_sources', { id: newId(), account_id: account.accountId, type, name })

describe('R31: in the activity of a person shows by itself', () => {
  test.each([
    ['CAMPAIGN', 'campaign', 'Spring sale'],
    ['FLOW', 'flow', 'Welcome'],
  ])('the receipt of a %s', async (kind, property, name) => {
    const id = await build({ kind, source_id: await buildSource(kind, name) })
    await report(id)
    const properties = { kind, status: 'DELIVERED', [property]: name }
    expect(await activity()).toEqual([{ name: 'Received SMS', person: profileId, properties, message: id }])
    const { rows } = await world.owner.query('select at from events where message_id = $1', [id])
    expect(rows).toEqual([{ at }])
  })

  test('no receipt of a reply, nor that anything was sent', async () => {
    await report(await build())
    await report(await build({ kind: 'CAMPAIGN' }), { status: 'SENT' })
    expect(await activity()).toEqual([])
  })

  test.each(['FAILED', 'UNDELIVERED'] as const)(
    'that a message is %s, with its code, once',
    async (status) => {
      const id = await build()
      const carrierMessageId = newId()
      await report(id, { status, errorCode: '30', carrierMessageId })
      await report(id, { status, errorCode: '30', carrierMessageId })
      const properties = { kind: 'REPLY', status, code: '30' }
      expect(await activity()).toEqual([
        { name: 'Failed to Deliver SMS', person: profileId, properties, message: id },
      ])
    },
  )

  test('that the carrier refused a message, or the gate, and not that an outcome is unknown', async () => {
    const now = { send_attempts: 0, send_started_at: null }
    const refused = await build(now)
    await build(now)
    const carrier = scriptedCarrier((_, nth) => (nth === 1 ? refusedForGood('30') : unknown()))
    const callbackUrl = () => 'https://inbox.example.com/status'
    const ctx = contextOf(world.db, account.accountId)
    await sendQueued(ctx, { carrier, callbackUrl }, profileId)
    const { profileId: stopped } = await buildConversation(
      world.owner,
      account,
      {},
      { consent: 'UNSUBSCRIBED' },
    )
    const stoppedId = await buildMessage(world.owner, account, stopped)
    await sendQueued(ctx, { carrier, callbackUrl }, stopped)
    expect(await activity()).toMatchObject([
      { message: refused, properties: { kind: 'REPLY', status: 'FAILED', code: '30' } },
      { message: stoppedId, properties: { kind: 'REPLY', status: 'FAILED', code: 'OPTED_OUT' } },
    ])
  })
})

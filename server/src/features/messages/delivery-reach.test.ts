import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../test/build.ts'
import { pushEqualsRefetch } from '../../test/push-equals-refetch.ts'
import { refusedForGood, scriptedCarrier } from '../../test/scripted-carrier.ts'
import { receiveTexts } from './actions/receive-texts.ts'
import { settleDeliveries } from './actions/settle-deliveries.ts'
import type { DeliveryReport } from './delivery-rules.ts'
import { sendQueued } from './sending/send-queued.ts'

const world: World = await openWorld(2)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const sent = (columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, {
    status: 'SENT',
    send_attempts: 1,
    sent_at: new Date(),
    next_attempt_at: null,
    ...columns,
  })
const reports = (...all: [messageId: string, status: DeliveryReport['status'], errorCode?: string][]) =>
  settleDeliveries(
    world.db,
    account.accountId,
    all.map(([messageId, status, errorCode]) => ({
      messageId,
      report: { carrierMessageId: messageId, status, at: new Date(), ...(errorCode && { errorCode }) },
    })),
    () => [],
  )
const write = async (text: string): Promise<unknown> => {
  const { rows } = await world.owner.query('select phone_number from profiles where id = $1', [profileId])
  return receiveTexts(world.db, account.accountId, [textFrom(account, rows[0].phone_number, text)], () => [])
}
const isUnreachable = async (): Promise<boolean> =>
  (await world.owner.query('select unreachable_at from profiles where id = $1', [profileId])).rows[0]
    .unreachable_at !== null
const mark = () => world.owner.query('update profiles set unreachable_at = now() where id = $1', [profileId])

describe('R19: a number is unreachable', () => {
  test.each(['50', '70'])(
    'once the carrier reports %s of a message to it; everybody is told',
    async (code) => {
      const id = await sent()
      const { entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
        reports([id, 'UNDELIVERED', code]),
      )
      expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED', 'PROFILE_CHANGED'])
      expect(await isUnreachable()).toBe(true)
    },
  )

  test('once the carrier refuses it as invalid', async () => {
    await buildMessage(world.owner, account, profileId)
    const carrier = scriptedCarrier(() => refusedForGood('INVALID_NUMBER'))
    const ctx = contextOf(world.db, account.accountId)
    await pushEqualsRefetch(world.db, account.accountId, () =>
      sendQueued(ctx, { carrier, callbackUrl: () => '' }, profileId),
    )
    expect(await isUnreachable()).toBe(true)
  })

  test.each(['20', '30', '40', '80', '90', '100', '201', '300', '420', '450', '900', '1000', 'HTTP_400'])(
    'not by %s, which says nothing of the number',
    async (code) => {
      await reports([await sent(), 'FAILED', code])
      expect(await isUnreachable()).toBe(false)
    },
  )

  test('not by a failure that is reported after the person wrote, or after they got something later', async () => {
    const first = await sent()
    await write('I am here')
    await pushEqualsRefetch(world.db, account.accountId, () => reports([first, 'FAILED', '70']))
    expect(await isUnreachable()).toBe(false)
    const [second, third] = [await sent(), await sent()]
    await reports([third, 'DELIVERED'], [second, 'FAILED', '70'])
    expect(await isUnreachable()).toBe(false)
  })
})

describe('R19: a number is reachable again', () => {
  beforeEach(mark)

  test('once a receipt comes', async () => {
    const id = await sent()
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => reports([id, 'DELIVERED']))
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED', 'PROFILE_CHANGED'])
    expect(await isUnreachable()).toBe(false)
  })

  test.each(['Hello', 'STOP', 'HELP'])('once the person texts: %s', async (text) => {
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => write(text))
    expect(entries.map((entry) => entry.kind)).toContain('PROFILE_CHANGED')
    expect(await isUnreachable()).toBe(false)
    expect((await pushEqualsRefetch(world.db, account.accountId, () => write('Hi'))).entries).toHaveLength(1)
  })
})

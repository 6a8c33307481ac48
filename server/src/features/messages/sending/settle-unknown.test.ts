import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/ids.ts'
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
import { scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { CarrierUnavailable, type SentCandidate } from '../../carrier/carrier.ts'
import { settleUnknown } from './settle-unknown.ts'
import { unknownMessagesDue } from './sweep-attempts.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
let profileId: string
let startedAt: Date
beforeEach(async () => {
  startedAt = new Date(Date.now() - 5_000)
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const buildUnknown = (columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, {
    status: 'UNKNOWN',
    send_attempts: 1,
    send_started_at: startedAt,
    ...columns,
  })
const listed = (more: Partial<SentCandidate> = {}): SentCandidate => ({
  carrierMessageId: newId(),
  sentAt: new Date(startedAt.getTime() + 1_000),
  ...more,
})
/** Asks the list about everything that is due, as the sweep does. */
const ask = (...candidates: SentCandidate[]) =>
  pushEqualsRefetch(world.db, account.accountId, async () => {
    const due = (await unknownMessagesDue(world.db)).filter((one) => one.accountId === account.accountId)
    for (const { accountId, ...message } of due)
      await settleUnknown(
        contextOf(world.db, accountId),
        scriptedCarrier(undefined, () => candidates),
        message,
      )
    return due.length
  })
const message = async (id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from messages where id = $1', [id])).rows[0]

describe('R22: the carrier’s list is asked about a message without an outcome', () => {
  test('that is in it was sent', async () => {
    const id = await buildUnknown()
    const found = listed()
    const { entries } = await ask(found)
    expect(await message(id)).toMatchObject({
      status: 'SENT',
      carrier_message_id: found.carrierMessageId,
      sent_at: found.sentAt,
      send_started_at: null,
      next_attempt_at: null,
    })
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
    expect((await ask(found)).result, 'it is not asked about again').toBe(0)
  })

  test.each([
    ['delivered', 'DELIVERED', null],
    ['undelivered', 'UNDELIVERED', '80'],
    ['failed', 'FAILED', '420'],
    ['queued', 'SENT', null],
  ] as const)('that is %s there is so here', async (status, ours, errorCode) => {
    const id = await buildUnknown()
    await ask(listed({ status, ...(errorCode && { errorCode }) }))
    expect(await message(id)).toMatchObject({ status: ours, failure_code: errorCode })
  })

  test('R17: that was stopped by the carrier’s opt-out unsubscribes the person', async () => {
    await buildUnknown()
    const { entries } = await ask(listed({ status: 'failed', errorCode: '200' }))
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED', 'PROFILE_CHANGED'])
  })

  test('that is not in it is asked about later, and at last left to the agent', async () => {
    const id = await buildUnknown()
    const { entries } = await ask()
    expect(entries).toEqual([])
    expect(await message(id)).toMatchObject({
      status: 'UNKNOWN',
      next_attempt_at: new Date(startedAt.getTime() + 10_000),
    })
    await world.owner.query(
      `update messages set send_started_at = now() - interval '10 minutes', next_attempt_at = now() where id = $1`,
      [id],
    )
    await ask()
    expect(await message(id)).toMatchObject({ status: 'UNKNOWN', next_attempt_at: null })
    expect((await ask()).result).toBe(0)
  })

  test('is not taken for another message of ours, nor for one sent much later', async () => {
    const taken = listed()
    await buildMessage(world.owner, account, profileId, {
      status: 'SENT',
      carrier_message_id: taken.carrierMessageId,
    })
    const id = await buildUnknown()
    await ask(taken, listed({ sentAt: new Date(startedAt.getTime() + 40_000) }))
    expect((await message(id)).status).toBe('UNKNOWN')
  })

  test('while another one to the person is under way can’t be told from it, and is asked about later', async () => {
    const id = await buildUnknown()
    await buildMessage(world.owner, account, profileId, { send_attempts: 1, send_started_at: new Date() })
    await ask(listed())
    expect((await message(id)).status).toBe('UNKNOWN')
  })

  test('of two alike with one in the list, one was sent', async () => {
    await buildUnknown()
    await buildUnknown()
    await ask(listed())
    const { rows } = await world.owner.query(
      'select status from messages where account_id = $1 order by seq',
      [account.accountId],
    )
    expect(rows.map((row) => row.status)).toEqual(['SENT', 'UNKNOWN'])
  })

  test('stays as it is while the carrier can’t be asked', async () => {
    const id = await buildUnknown()
    const [due] = (await unknownMessagesDue(world.db)).filter((one) => one.id === id)
    const carrier = scriptedCarrier(undefined, () => {
      throw new CarrierUnavailable('no answer')
    })
    if (!due) throw new Error('the message is not due')
    await expect(settleUnknown(contextOf(world.db, account.accountId), carrier, due)).rejects.toThrow(
      'no answer',
    )
    expect((await message(id)).status).toBe('UNKNOWN')
  })
})

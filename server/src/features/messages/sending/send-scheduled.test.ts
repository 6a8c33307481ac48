import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { UserErrors } from '../../../platform/errors.ts'
import type { JobToAdd } from '../../../platform/jobs/queue.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  buildSender,
  contextOf,
  openWorld,
  textFrom,
  type World,
  zoneAtMidnight,
  zoneAtNoon,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import {
  accepted,
  refusedForNow,
  type ScriptedCarrier,
  scriptedCarrier,
} from '../../../test/scripted-carrier.ts'
import { quietIn } from '../../quiet-hours/quiet-hours.ts'
import { cancelScheduledMessage } from '../actions/cancel-scheduled-message.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { releaseScheduledMessage } from '../actions/release-scheduled-message.ts'
import { sendReply } from '../actions/send-reply.ts'
import { updateScheduledMessage } from '../actions/update-scheduled-message.ts'
import type { SendJob } from '../jobs/send-jobs.ts'
import { sweepSending } from '../jobs/sweep-sending.ts'
import { claimNext } from './claim-next.ts'
import { sendQueued } from './send-queued.ts'

const world: World = await openWorld(6)
let account: BuiltAccount
let profileId: string
let conversationId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId, conversationId } = await buildConversation(world.owner, account))
  await world.owner.query('delete from messages')
})
afterAll(() => world.close())

const ctx = () => contextOf(world.db, account.accountId)
const schedule = async (text: string): Promise<string> => {
  const sendAt = new Date(Date.now() + 3_600_000).toISOString()
  return (await sendReply(ctx(), { conversationId, text, sendAt })).messageId
}
/** As if the time of everything scheduled had come. */
const letTimePass = (by = '1 hour') =>
  world.owner.query(
    `update messages set scheduled_at = scheduled_at - $1::interval, next_attempt_at = next_attempt_at - $1::interval
     where status = 'SCHEDULED'`,
    [by],
  )
const due = async (): Promise<SendJob[]> => {
  const jobs: JobToAdd<SendJob>[] = []
  await sweepSending({
    db: world.db,
    carrier: scriptedCarrier(),
    contextFor: (accountId) => contextOf(world.db, accountId),
    add: async (more) => void jobs.push(...more),
  })
  return jobs.map((job) => job.data)
}
const send = (carrier: ScriptedCarrier, db = world.db) =>
  sendQueued(contextOf(db, account.accountId), { carrier, callbackUrl: () => '' }, profileId)
const row = async (table: 'messages' | 'conversations', id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query(`select * from ${table} where id = $1`, [id])).rows[0]
const setPerson = (columns: string, ...values: unknown[]) =>
  world.owner.query(`update profiles set ${columns} where id = $1`, [profileId, ...values])
const setZone = (zone: string) => setPerson('time_zone = $2', zone)

describe('B4: a scheduled reply', () => {
  test('is found once it is due, not before, however long nobody looked', async () => {
    const id = await schedule('Good morning')
    expect(await due()).toEqual([])
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent).toEqual([])
    await letTimePass('3 days')
    expect(await due()).toEqual([{ accountId: account.accountId, profileId }])
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['Good morning'])
    expect(await row('messages', id)).toMatchObject({ status: 'SENT', sent_at: expect.any(Date) })
    expect(await due()).toEqual([])
  })

  test('R12: takes its place at the end of the thread when it goes out, and the conversation its place in the list', async () => {
    const id = await schedule('Good morning')
    await sendReply(ctx(), { conversationId, text: 'First' })
    await send(scriptedCarrier())
    await world.owner.query(
      `update conversations set status = 'CLOSED', waiting_since = now() where id = $1`,
      [conversationId],
    )
    await letTimePass()
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => send(scriptedCarrier()))
    expect(entries.map((entry) => [entry.kind, entry.messageId, entry.conversationId])).toEqual([
      ['MESSAGE_CHANGED', id, conversationId],
      ['MESSAGE_CHANGED', id, conversationId],
    ])
    const { rows } = await world.owner.query(
      'select id from messages where profile_id = $1 order by seq desc',
      [profileId],
    )
    expect(rows[0].id).toBe(id)
    // Who schedules and closes has it closed.
    expect(await row('conversations', conversationId)).toMatchObject({
      status: 'CLOSED',
      waiting_since: null,
      last_message_id: id,
      activity_seq: (await row('messages', id)).seq,
    })
  })

  test('R8: goes out from the number that the person last texted by then', async () => {
    const id = await schedule('Good morning')
    const second = await buildSender(world.owner, account.accountId, '+18885550100', 'TOLL_FREE')
    await world.owner.query('update conversations set sender_id = $1 where id = $2', [second, conversationId])
    await letTimePass()
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent).toMatchObject([{ from: '+18885550100' }])
    expect(await row('messages', id)).toMatchObject({ sender_id: second })
    // Receiving addresses are unique among all accounts.
    await world.owner.query(`update senders set address = '+18885550177' where id = $1`, [second])
  })

  test('R21: goes after what was queued before it was due, and before what is queued after', async () => {
    await schedule('2')
    await schedule('3')
    await letTimePass()
    await sendReply(ctx(), { conversationId, text: '1' })
    let isBusy = true
    const carrier = scriptedCarrier(() => (isBusy ? refusedForNow() : accepted()))
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['1'])
    isBusy = false
    await world.owner.query(`update messages set next_attempt_at = now() where status = 'QUEUED'`)
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['1', '1', '2', '3'])
  })

  test('held because the person wrote is not due until it is released, and goes out once', async () => {
    const id = await schedule('Good morning')
    const { rows } = await world.owner.query('select phone_number from profiles where id = $1', [profileId])
    const text = textFrom(account, rows[0].phone_number, 'Never mind')
    await receiveTexts(world.db, account.accountId, [text], () => [])
    await letTimePass()
    const carrier = scriptedCarrier()
    expect(await due()).toEqual([])
    await send(carrier)
    expect(carrier.sent).toEqual([])
    await releaseScheduledMessage(ctx(), id)
    expect(await due()).toHaveLength(1)
    await send(carrier)
    await send(carrier)
    expect(carrier.sent).toHaveLength(1)
  })
})

describe('R22, R44: a process that dies while it hands over a scheduled reply', () => {
  test('leaves one whose outcome is unknown, which never goes out again by itself', async () => {
    const id = await schedule('Good morning')
    await letTimePass()
    expect(await claimNext(ctx(), profileId)).toMatchObject({ messageId: id, attempt: 1 })
    await world.owner.query(
      `update messages set send_started_at = now() - interval '25 seconds' where id = $1`,
      [id],
    )
    await due()
    expect(await row('messages', id)).toMatchObject({ status: 'UNKNOWN' })
    await letTimePass()
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent).toEqual([])
  })
})

describe('R19: when it is due the gate is asked again', () => {
  test.each([
    ['OPTED_OUT', `consent = 'UNSUBSCRIBED'`],
    ['BLOCKED', 'blocked_at = now()'],
    ['UNREACHABLE', 'unreachable_at = now()'],
  ])('%s since: it fails with that reason, for all to see', async (reason, columns) => {
    const id = await schedule('Good morning')
    await setPerson(columns)
    await letTimePass()
    const carrier = scriptedCarrier()
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
    expect(carrier.sent).toEqual([])
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
    expect(await row('messages', id)).toMatchObject({
      status: 'FAILED',
      failure_code: reason,
      held_reason: null,
    })
  })

  test('without a number to send from any more it fails with NO_SENDER', async () => {
    const id = await schedule('Good morning')
    await world.owner.query('update conversations set sender_id = null where id = $1', [conversationId])
    await letTimePass()
    await send(scriptedCarrier())
    expect(await row('messages', id)).toMatchObject({ status: 'FAILED', failure_code: 'NO_SENDER' })
  })

  test('in quiet hours it is held until they end, and goes out then', async () => {
    const id = await schedule('Good morning')
    const zone = zoneAtMidnight()
    await setZone(zone)
    await letTimePass()
    const carrier = scriptedCarrier()
    await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
    const { until } = quietIn(zone, null, new Date())
    expect(await row('messages', id)).toMatchObject({
      status: 'SCHEDULED',
      held_reason: 'QUIET_HOURS',
      scheduled_at: until,
      next_attempt_at: until,
    })
    expect(await due()).toEqual([])
    await setZone(zoneAtNoon())
    await letTimePass('1 day')
    expect(await due()).toHaveLength(1)
    await send(carrier)
    expect(carrier.sent).toHaveLength(1)
    expect(await row('messages', id)).toMatchObject({ status: 'SENT', held_reason: null })
  })

  test.each(['CAMPAIGN', 'FLOW'])(
    'a %s message is held the same, and keeps no reply waiting',
    async (kind) => {
      await setZone(zoneAtMidnight())
      const id = await buildMessage(world.owner, account, profileId, { kind, text: 'Sale' })
      await sendReply(ctx(), { conversationId, text: 'Yes', overrideWarnings: ['QUIET_HOURS'] })
      const carrier = scriptedCarrier()
      await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
      expect(carrier.sent.map((text) => text.text)).toEqual(['Yes'])
      expect(await row('messages', id)).toMatchObject({ status: 'SCHEDULED', held_reason: 'QUIET_HOURS' })
    },
  )

  test('a direct reply that was queued by day and is late fails, and goes out if the agent accepts the hour', async () => {
    const { messageId } = await sendReply(ctx(), { conversationId, text: 'Yes' })
    await setZone(zoneAtMidnight())
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(await row('messages', messageId)).toMatchObject({ status: 'FAILED', failure_code: 'QUIET_HOURS' })
    expect(carrier.sent).toEqual([])
  })

  test('answers to keywords and automatic ones go out at any hour', async () => {
    await setZone(zoneAtMidnight())
    await setPerson(`consent = 'UNSUBSCRIBED'`)
    await buildMessage(world.owner, account, profileId, { kind: 'COMPLIANCE', text: 'Unsubscribed' })
    await buildMessage(world.owner, account, profileId, { kind: 'AUTO_RESPONSE', text: 'We are closed' })
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['Unsubscribed', 'We are closed'])
  })

  test('a reply to somebody without a conversation fails with NO_INBOUND_YET', async () => {
    await world.owner.query('delete from conversations where id = $1', [conversationId])
    const id = await buildMessage(world.owner, account, profileId)
    await send(scriptedCarrier())
    expect(await row('messages', id)).toMatchObject({ status: 'FAILED', failure_code: 'NO_INBOUND_YET' })
  })
})

describe('an agent and the worker at once', () => {
  test('a reply that the carrier is being handed can neither be called off nor edited any more', async () => {
    const id = await schedule('Good morning')
    await letTimePass()
    const refused: string[] = []
    const note = (error: unknown): void => {
      if (!(error instanceof UserErrors)) throw error
      refused.push(...error.items.map((item) => item.code))
    }
    const carrier = scriptedCarrier(async () => {
      await cancelScheduledMessage(ctx(), id).catch(note)
      await updateScheduledMessage(ctx(), id, { text: 'Other' }).catch(note)
      return accepted()
    })
    await send(carrier)
    expect(refused).toEqual(['NOT_SCHEDULED', 'NOT_SCHEDULED'])
    expect(await row('messages', id)).toMatchObject({ status: 'SENT', text: 'Good morning' })
  })

  test('a reply is called off or sent, never both', async () => {
    const other = world.openAnother(6)
    for (let round = 0; round < 25; round++) {
      const id = await schedule('Good morning')
      await letTimePass()
      const carrier = scriptedCarrier()
      const cancel = async (): Promise<boolean> => {
        for (let turn = 0; turn < round; turn++) await nextTurn()
        return cancelScheduledMessage(contextOf(other, account.accountId), id).then(
          () => true,
          (error: unknown) => {
            if (error instanceof UserErrors) return false
            throw error
          },
        )
      }
      const [wasCanceled] = await Promise.all([cancel(), send(carrier)])
      expect(carrier.sent).toHaveLength(wasCanceled ? 0 : 1)
      expect((await row('messages', id)).status).toBe(wasCanceled ? 'CANCELED' : 'SENT')
    }
  })

  test('a reply goes out as it was before an edit or as it is after it, and the thread shows what went out', async () => {
    const other = world.openAnother(6)
    for (let round = 0; round < 25; round++) {
      const id = await schedule('Before')
      await letTimePass()
      const carrier = scriptedCarrier()
      const sendAt = new Date(Date.now() + 3_600_000).toISOString()
      const edit = updateScheduledMessage(contextOf(other, account.accountId), id, {
        text: 'After',
        ...(round % 2 && { sendAt }),
      }).then(
        () => true,
        () => false,
      )
      await Promise.all([edit, send(carrier)])
      const { text, status } = await row('messages', id)
      if (status === 'SENT') expect(carrier.sent.map((sent) => sent.text)).toEqual([text])
      else expect([status, text, carrier.sent.length]).toEqual(['SCHEDULED', 'After', 0])
      await world.owner.query('delete from messages')
    }
  })

  test('20 workers of two processes send it once', async () => {
    const other = world.openAnother(6)
    await schedule('Good morning')
    await letTimePass()
    const carrier = scriptedCarrier(async () => {
      await nextTurn()
      return accepted()
    })
    await Promise.all(Array.from({ length: 20 }, (_, n) => send(carrier, n % 2 ? other : world.db)))
    expect(carrier.sent).toHaveLength(1)
  })
})

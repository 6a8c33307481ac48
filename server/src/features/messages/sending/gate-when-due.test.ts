import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildMessage, zoneAtMidnight, zoneAtNoon } from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { openReplyRig } from '../../../test/reply-rig.ts'
import { scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { quietIn } from '../../quiet-hours/quiet-hours.ts'
import { sendReply } from '../actions/send-reply.ts'

const rig = await openReplyRig()
const { ctx, schedule, row, setPerson, letTimePass, due, send } = rig
beforeEach(() => rig.renew())
afterAll(() => rig.world.close())

describe('R19: when it is due the gate is asked again', () => {
  test.each([
    ['OPTED_OUT', `consent = 'UNSUBSCRIBED'`],
    ['BLOCKED', 'blocked_at = now()'],
    ['UNREACHABLE', 'unreachable_at = now()'],
  ])('%s since: it fails with that reason, for all to see', async (reason, columns) => {
    const id = await schedule({ text: 'Good morning' })
    await setPerson(columns)
    await letTimePass()
    const carrier = scriptedCarrier()
    const { entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, () => send(carrier))
    expect(carrier.sent).toEqual([])
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
    expect(await row('messages', id)).toMatchObject({
      status: 'FAILED',
      failure_code: reason,
      held_reason: null,
    })
  })

  test('without a number to send from any more it fails with NO_SENDER', async () => {
    const id = await schedule({ text: 'Good morning' })
    await rig.world.owner.query('update conversations set sender_id = null where id = $1', [
      rig.conversationId,
    ])
    await letTimePass()
    await send(scriptedCarrier())
    expect(await row('messages', id)).toMatchObject({ status: 'FAILED', failure_code: 'NO_SENDER' })
  })

  test('in quiet hours it is held until they end, and goes out then', async () => {
    const id = await schedule({ text: 'Good morning' })
    const zone = zoneAtMidnight()
    await setPerson('time_zone = $2', zone)
    await letTimePass()
    const carrier = scriptedCarrier()
    await pushEqualsRefetch(rig.world.db, rig.account.accountId, () => send(carrier))
    const { until } = quietIn(zone, null, new Date())
    expect(await row('messages', id)).toMatchObject({
      status: 'SCHEDULED',
      held_reason: 'QUIET_HOURS',
      scheduled_at: until,
      next_attempt_at: until,
    })
    expect(await due()).toEqual([])
    await setPerson('time_zone = $2', zoneAtNoon())
    await letTimePass('1 day')
    expect(await due()).toHaveLength(1)
    await send(carrier)
    expect(carrier.sent).toHaveLength(1)
    expect(await row('messages', id)).toMatchObject({ status: 'SENT', held_reason: null })
  })

  test.each(['CAMPAIGN', 'FLOW'])(
    'a %s message is held the same, and keeps no reply waiting',
    async (kind) => {
      await setPerson('time_zone = $2', zoneAtMidnight())
      const id = await buildMessage(rig.world.owner, rig.account, rig.profileId, { kind, text: 'Sale' })
      await sendReply(ctx(), {
        conversationId: rig.conversationId,
        text: 'Yes',
        overrideWarnings: ['QUIET_HOURS'],
      })
      const carrier = scriptedCarrier()
      await pushEqualsRefetch(rig.world.db, rig.account.accountId, () => send(carrier))
      expect(carrier.sent.map((text) => text.text)).toEqual(['Yes'])
      expect(await row('messages', id)).toMatchObject({ status: 'SCHEDULED', held_reason: 'QUIET_HOURS' })
    },
  )

  test('a direct reply that was queued by day and is late fails, and goes out if the agent accepts the hour', async () => {
    const { messageId } = await sendReply(ctx(), { conversationId: rig.conversationId, text: 'Yes' })
    await setPerson('time_zone = $2', zoneAtMidnight())
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(await row('messages', messageId)).toMatchObject({ status: 'FAILED', failure_code: 'QUIET_HOURS' })
    expect(carrier.sent).toEqual([])
  })

  test('answers to keywords and automatic ones go out at any hour', async () => {
    await setPerson('time_zone = $2', zoneAtMidnight())
    await setPerson(`consent = 'UNSUBSCRIBED'`)
    await buildMessage(rig.world.owner, rig.account, rig.profileId, {
      kind: 'COMPLIANCE',
      text: 'Unsubscribed',
    })
    await buildMessage(rig.world.owner, rig.account, rig.profileId, {
      kind: 'AUTO_RESPONSE',
      text: 'We are closed',
    })
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['Unsubscribed', 'We are closed'])
  })

  test('R5: a reply to somebody without a conversation fails with NO_INBOUND_YET', async () => {
    await rig.world.owner.query('delete from conversations where id = $1', [rig.conversationId])
    const id = await buildMessage(rig.world.owner, rig.account, rig.profileId)
    await send(scriptedCarrier())
    expect(await row('messages', id)).toMatchObject({ status: 'FAILED', failure_code: 'NO_INBOUND_YET' })
  })
})

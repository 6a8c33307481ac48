import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildSender } from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { openReplyRig } from '../../../test/reply-rig.ts'
import { accepted, refusedForNow, scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { releaseScheduledMessage } from '../actions/release-scheduled-message.ts'
import { sendReply } from '../actions/send-reply.ts'
import { claimNext } from './claim-next.ts'

const rig = await openReplyRig()
const { ctx, schedule, row, letTimePass, due, send, write } = rig
beforeEach(() => rig.renew())
afterAll(() => rig.world.close())

describe('B4: a scheduled reply', () => {
  test('is found once it is due, not before, however long nobody looked', async () => {
    const id = await schedule({ text: 'Good morning' })
    expect(await due()).toEqual([])
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent).toEqual([])
    await letTimePass('3 days')
    expect(await due()).toEqual([{ accountId: rig.account.accountId, profileId: rig.profileId }])
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['Good morning'])
    expect(await row('messages', id)).toMatchObject({ status: 'SENT', sent_at: expect.any(Date) })
    expect(await due()).toEqual([])
  })

  test('R12: takes its place at the end of the thread when it goes out, and the conversation its place in the list', async () => {
    const id = await schedule({ text: 'Good morning' })
    await sendReply(ctx(), { conversationId: rig.conversationId, text: 'First' })
    await send(scriptedCarrier())
    await rig.world.owner.query(
      `update conversations set status = 'CLOSED', waiting_since = now() where id = $1`,
      [rig.conversationId],
    )
    await letTimePass()
    const { entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, () =>
      send(scriptedCarrier()),
    )
    expect(entries.map((entry) => [entry.kind, entry.messageId, entry.conversationId])).toEqual([
      ['MESSAGE_CHANGED', id, rig.conversationId],
      ['MESSAGE_CHANGED', id, rig.conversationId],
    ])
    const { rows } = await rig.world.owner.query(
      'select id from messages where profile_id = $1 order by seq desc',
      [rig.profileId],
    )
    expect(rows[0].id).toBe(id)
    // Who schedules and closes has it closed.
    expect(await row('conversations', rig.conversationId)).toMatchObject({
      status: 'CLOSED',
      waiting_since: null,
      last_message_id: id,
      activity_seq: (await row('messages', id)).seq,
    })
  })

  test('R8: goes out from the number that the person last texted by then', async () => {
    const id = await schedule({ text: 'Good morning' })
    const second = await buildSender(rig.world.owner, rig.account.accountId, '+18885550100', 'TOLL_FREE')
    await rig.world.owner.query('update conversations set sender_id = $1 where id = $2', [
      second,
      rig.conversationId,
    ])
    await letTimePass()
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent).toMatchObject([{ from: '+18885550100' }])
    expect(await row('messages', id)).toMatchObject({ sender_id: second })
    // Receiving addresses are unique among all accounts.
    await rig.world.owner.query(`update senders set address = '+18885550177' where id = $1`, [second])
  })

  test('R21: goes after what was queued before it was due, and before what is queued after', async () => {
    await schedule({ text: '2' })
    await schedule({ text: '3' })
    await letTimePass()
    await sendReply(ctx(), { conversationId: rig.conversationId, text: '1' })
    let isBusy = true
    const carrier = scriptedCarrier(() => (isBusy ? refusedForNow() : accepted()))
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['1'])
    isBusy = false
    await rig.world.owner.query(`update messages set next_attempt_at = now() where status = 'QUEUED'`)
    await send(carrier)
    expect(carrier.sent.map((text) => text.text)).toEqual(['1', '1', '2', '3'])
  })

  test('held because the person wrote is not due until it is released, and goes out once', async () => {
    const id = await schedule({ text: 'Good morning' })
    await write('Never mind')
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
    const id = await schedule({ text: 'Good morning' })
    await letTimePass()
    expect(await claimNext(ctx(), rig.profileId)).toMatchObject({ messageId: id, attempt: 1 })
    await rig.world.owner.query(
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

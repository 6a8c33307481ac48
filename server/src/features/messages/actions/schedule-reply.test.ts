import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildMessage } from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { errorsOf, inHours, openReplyRig } from '../../../test/reply-rig.ts'
import { sendReply } from './send-reply.ts'

const rig = await openReplyRig()
const { ctx, schedule, row } = rig
beforeEach(() => rig.renew())
afterAll(() => rig.world.close())

const rows = async (): Promise<Record<string, unknown>[]> =>
  (
    await rig.world.owner.query('select * from messages where account_id = $1 order by seq', [
      rig.account.accountId,
    ])
  ).rows

describe('B4: a reply that is scheduled', () => {
  test('waits in the thread for its time; the conversation stays where it is in the list', async () => {
    await rig.world.owner.query(
      `update conversations set status = 'CLOSED', waiting_since = now() where id = $1`,
      [rig.conversationId],
    )
    const before = await row('conversations', rig.conversationId)
    const sendAt = inHours(9)
    const { result: id, entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, () =>
      schedule({ sendAt }),
    )
    expect(entries).toMatchObject([
      { kind: 'MESSAGE_CREATED', messageId: id, conversationId: rig.conversationId },
    ])
    expect(await rows()).toMatchObject([
      {
        id,
        status: 'SCHEDULED',
        scheduled_at: new Date(sendAt),
        next_attempt_at: new Date(sendAt),
        held_reason: null,
      },
    ])
    // R27: the agent replied, so the conversation is open; nobody has an answer yet.
    expect(await row('conversations', rig.conversationId)).toEqual({ ...before, status: 'OPEN' })
  })

  test.each([
    ['SEND_AT_INVALID', 'tomorrow'],
    ['SEND_AT_INVALID', ''],
    ['SEND_AT_INVALID', '2026-02-30T08:00:00Z'],
    ['SEND_AT_INVALID', '2999-01-01T08:00:00'],
    ['SEND_AT_PAST', '2020-01-01T08:00:00Z'],
    ['SEND_AT_PAST', new Date().toISOString()],
    ['SEND_AT_TOO_FAR', inHours(90 * 24 + 1)],
    ['SEND_AT_TOO_FAR', '9999-12-31T23:59:59Z'],
  ])('is refused with %s for %j, and nothing is stored', async (code, sendAt) => {
    const { result, entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, () =>
      errorsOf(schedule({ sendAt })),
    )
    expect(result).toEqual([{ code, field: ['input', 'sendAt'] }])
    expect(entries).toEqual([])
  })

  test.each([
    ['OPTED_OUT', { consent: 'UNSUBSCRIBED' }],
    ['BLOCKED', { blocked_at: new Date() }],
  ])('is refused with %s, as if it were to go out now', async (code, profile) => {
    await rig.renew(profile)
    expect(await errorsOf(schedule())).toEqual([{ code, field: ['input', 'conversationId'] }])
  })

  test('R22: is one message under one key, however its time is written, also when that has passed', async () => {
    const sendAt = new Date(Date.now() + 3_600_000)
    const id = await schedule({ idempotencyKey: 'k', sendAt: sendAt.toISOString() })
    expect(await schedule({ idempotencyKey: 'k', sendAt: sendAt.toISOString().replace('Z', '+00:00') })).toBe(
      id,
    )
    const later = { ...ctx(), now: new Date(Date.now() + 2 * 3_600_000) }
    const again = {
      conversationId: rig.conversationId,
      text: 'Good morning',
      sendAt: sendAt.toISOString(),
      idempotencyKey: 'k',
    }
    expect((await sendReply(later, again)).messageId).toBe(id)
    for (const other of [inHours(2), null])
      expect(await errorsOf(schedule({ idempotencyKey: 'k', sendAt: other }))).toEqual([
        { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] },
      ])
    expect(await rows()).toHaveLength(1)
  })

  test('is one of 50 for a person at most', async () => {
    for (let n = 0; n < 50; n++)
      await buildMessage(rig.world.owner, rig.account, rig.profileId, {
        status: 'SCHEDULED',
        scheduled_at: new Date(),
      })
    expect(await errorsOf(schedule())).toEqual([{ code: 'TOO_MANY_SCHEDULED', field: ['input', 'sendAt'] }])
  })
})

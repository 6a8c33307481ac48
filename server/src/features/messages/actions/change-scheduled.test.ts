import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/ids.ts'
import { buildAccount, buildMessage, contextOf } from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { errorsOf, inHours, openReplyRig } from '../../../test/reply-rig.ts'
import { cancelScheduledMessage } from './cancel-scheduled-message.ts'
import { releaseScheduledMessage } from './release-scheduled-message.ts'
import { retryMessage } from './retry-message.ts'
import { updateScheduledMessage } from './update-scheduled-message.ts'

const rig = await openReplyRig()
const { ctx, schedule, row } = rig
beforeEach(() => rig.renew())
afterAll(() => rig.world.close())

describe('B4: what an agent does with it', () => {
  test('calling it off leaves it in the thread as CANCELED, for good', async () => {
    const id = await schedule()
    const { entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, () =>
      cancelScheduledMessage(ctx(), id),
    )
    expect(entries).toMatchObject([
      { kind: 'MESSAGE_CHANGED', messageId: id, conversationId: rig.conversationId },
    ])
    expect(await row('messages', id)).toMatchObject({ status: 'CANCELED', next_attempt_at: null })
    expect(await errorsOf(cancelScheduledMessage(ctx(), id))).toEqual([
      { code: 'NOT_SCHEDULED', field: ['id'] },
    ])
    expect(await errorsOf(retryMessage(ctx(), id))).toEqual([{ code: 'NOT_RETRYABLE', field: ['id'] }])
  })

  test('editing changes text, size and time; what is left out stays', async () => {
    const id = await schedule()
    const { scheduled_at } = await row('messages', id)
    await pushEqualsRefetch(rig.world.db, rig.account.accountId, () =>
      updateScheduledMessage(ctx(), id, { text: 'Good morning 🙂' }),
    )
    expect(await row('messages', id)).toMatchObject({
      text: 'Good morning 🙂',
      encoding: 'UCS2',
      scheduled_at,
    })
    const sendAt = inHours(30)
    await pushEqualsRefetch(rig.world.db, rig.account.accountId, () =>
      updateScheduledMessage(ctx(), id, { sendAt }),
    )
    expect(await row('messages', id)).toMatchObject({
      text: 'Good morning 🙂',
      status: 'SCHEDULED',
      scheduled_at: new Date(sendAt),
      next_attempt_at: new Date(sendAt),
    })
  })

  test.each([
    ['NOTHING_TO_CHANGE', 'text', {}],
    ['NOTHING_TO_CHANGE', 'text', { text: null, sendAt: null }],
    ['TEXT_REQUIRED', 'text', { text: ' ' }],
    ['TEXT_INVALID', 'text', { text: 'a\0b' }],
    ['TEXT_TOO_LONG', 'text', { text: 'a'.repeat(1_601) }],
    ['SEND_AT_INVALID', 'sendAt', { sendAt: 'soon' }],
    ['SEND_AT_PAST', 'sendAt', { sendAt: '2020-01-01T00:00Z' }],
    ['SEND_AT_TOO_FAR', 'sendAt', { text: 'Fine', sendAt: inHours(91 * 24) }],
  ])('editing is refused with %s at %s, and nothing is changed', async (code, field, edit) => {
    const id = await schedule()
    const before = await row('messages', id)
    expect(await errorsOf(updateScheduledMessage(ctx(), id, edit))).toEqual([{ code, field: [field] }])
    expect(await row('messages', id)).toEqual(before)
  })

  const verbs = [
    ['edit', (id: string, as = ctx()) => updateScheduledMessage(as, id, { text: 'Other' })],
    ['cancel', (id: string, as = ctx()) => cancelScheduledMessage(as, id)],
    ['release', (id: string, as = ctx()) => releaseScheduledMessage(as, id)],
  ] as const

  test.each(verbs)('R3: to %s another rig.account’s, or none, is the same refusal', async (_, verb) => {
    const id = await schedule()
    const stranger = contextOf(rig.world.db, (await buildAccount(rig.world.owner)).accountId)
    const notFound = [{ code: 'NOT_FOUND', field: ['id'] }]
    expect(await errorsOf(verb(id, stranger))).toEqual(notFound)
    expect(await errorsOf(verb(newId()))).toEqual(notFound)
    expect(await row('messages', id)).toMatchObject({ status: 'SCHEDULED', text: 'Good morning' })
  })

  test.each(verbs)('to %s what is on its way, was sent, or is a campaign’s is refused', async (_, verb) => {
    for (const columns of [
      { status: 'QUEUED' },
      { status: 'QUEUED', send_started_at: new Date() },
      { status: 'SENT' },
      { status: 'SCHEDULED', scheduled_at: new Date(), kind: 'CAMPAIGN' },
    ]) {
      const id = await buildMessage(rig.world.owner, rig.account, rig.profileId, columns)
      expect(await errorsOf(verb(id))).toEqual([{ code: 'NOT_SCHEDULED', field: ['id'] }])
    }
  })

  test('of two at once that edit and call off, one is refused unless it was first', async () => {
    const other = rig.world.openAnother(5)
    for (let round = 0; round < 10; round++) {
      const id = await schedule()
      const [edited, canceled] = await Promise.all([
        errorsOf(updateScheduledMessage(ctx(), id, { text: 'Other' })),
        errorsOf(cancelScheduledMessage(contextOf(other, rig.account.accountId), id)),
      ])
      expect(canceled).toEqual([])
      const { status, text } = await row('messages', id)
      expect(status).toBe('CANCELED')
      expect(text).toBe(edited.length === 0 ? 'Other' : 'Good morning')
    }
  })
})

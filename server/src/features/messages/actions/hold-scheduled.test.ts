import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { errorsOf, inHours, openReplyRig } from '../../../test/reply-rig.ts'
import { cancelScheduledMessage } from './cancel-scheduled-message.ts'
import { releaseScheduledMessage } from './release-scheduled-message.ts'
import { updateScheduledMessage } from './update-scheduled-message.ts'

const rig = await openReplyRig()
const { ctx, schedule, write, row } = rig
beforeEach(() => rig.renew())
afterAll(() => rig.world.close())

describe('B4: if the person writes first', () => {
  test('what was scheduled waits for an agent, at the same moment, and everybody is told', async () => {
    const [first, second] = [await schedule(), await schedule({ sendAt: inHours(1) })]
    const gone = await schedule()
    await cancelScheduledMessage(ctx(), gone)
    const { entries } = await pushEqualsRefetch(rig.world.db, rig.account.accountId, () =>
      write('Never mind'),
    )
    expect(entries.map((entry) => entry.kind)).toEqual([
      'MESSAGE_RECEIVED',
      'MESSAGE_CHANGED',
      'MESSAGE_CHANGED',
    ])
    expect(new Set(entries.slice(1).map((entry) => entry.messageId))).toEqual(new Set([first, second]))
    for (const id of [first, second])
      expect(await row('messages', id)).toMatchObject({
        status: 'SCHEDULED',
        held_reason: 'PERSON_WROTE',
        next_attempt_at: null,
        scheduled_at: expect.any(Date),
      })
    expect(await row('messages', gone)).toMatchObject({ status: 'CANCELED', held_reason: null })
    expect(
      (await pushEqualsRefetch(rig.world.db, rig.account.accountId, () => write('Hello?'))).entries,
    ).toHaveLength(1)
  })

  test('a keyword, or a text that is kept from view, holds nothing', async () => {
    const id = await schedule()
    await write('HELP')
    expect(await row('messages', id)).toMatchObject({ held_reason: null })
    await rig.world.owner.query('update profiles set blocked_at = now() where id = $1', [rig.profileId])
    await write('Are you there?')
    expect(await row('messages', id)).toMatchObject({ held_reason: null })
  })

  test('what is scheduled after that is not held', async () => {
    await write('When do you open?')
    expect(await row('messages', await schedule())).toMatchObject({ held_reason: null })
  })

  test.each(['release', 'edit', 'new time'] as const)(
    'an agent lets it go by %s, at its time',
    async (how) => {
      const id = await schedule()
      await write('Never mind')
      const sendAt = inHours(20)
      await pushEqualsRefetch(rig.world.db, rig.account.accountId, () => {
        if (how === 'release') return releaseScheduledMessage(ctx(), id)
        return updateScheduledMessage(ctx(), id, how === 'edit' ? { text: 'All right' } : { sendAt })
      })
      const released = await row('messages', id)
      expect(released).toMatchObject({ status: 'SCHEDULED', held_reason: null })
      expect(released.next_attempt_at).toEqual(released.scheduled_at)
      if (how === 'new time') expect(released.scheduled_at).toEqual(new Date(sendAt))
    },
  )

  test('one whose time passed meanwhile goes out when it is released; to edit it takes a new time', async () => {
    const id = await schedule()
    await write('Never mind')
    await rig.world.owner.query(
      `update messages set scheduled_at = now() - interval '1 hour' where id = $1`,
      [id],
    )
    expect(await errorsOf(updateScheduledMessage(ctx(), id, { text: 'Other' }))).toEqual([
      { code: 'SEND_AT_PAST', field: ['sendAt'] },
    ])
    await releaseScheduledMessage(ctx(), id)
    const { next_attempt_at } = await row('messages', id)
    expect((next_attempt_at as Date).getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('releasing asks the gate, and is for what is held', async () => {
    const id = await schedule()
    expect(await errorsOf(releaseScheduledMessage(ctx(), id))).toEqual([{ code: 'NOT_HELD', field: ['id'] }])
    await write('Never mind')
    await write('STOP')
    expect(await errorsOf(releaseScheduledMessage(ctx(), id))).toEqual([{ code: 'OPTED_OUT', field: ['id'] }])
    expect(await row('messages', id)).toMatchObject({ held_reason: 'PERSON_WROTE' })
  })
})

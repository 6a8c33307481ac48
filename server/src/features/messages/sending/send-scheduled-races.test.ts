import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { UserErrors } from '../../../platform/errors.ts'
import { contextOf } from '../../../test/build.ts'
import { openReplyRig } from '../../../test/reply-rig.ts'
import { accepted, scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { cancelScheduledMessage } from '../actions/cancel-scheduled-message.ts'
import { updateScheduledMessage } from '../actions/update-scheduled-message.ts'

const rig = await openReplyRig()
const { ctx, schedule, row, letTimePass, send } = rig
beforeEach(() => rig.renew())
afterAll(() => rig.world.close())

describe('an agent and the worker at once', () => {
  test('a reply that the carrier is being handed can neither be called off nor edited any more', async () => {
    const id = await schedule({ text: 'Good morning' })
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
    const other = rig.world.openAnother(6)
    for (let round = 0; round < 25; round++) {
      const id = await schedule({ text: 'Good morning' })
      await letTimePass()
      const carrier = scriptedCarrier()
      const cancel = async (): Promise<boolean> => {
        for (let turn = 0; turn < round; turn++) await nextTurn()
        return cancelScheduledMessage(contextOf(other, rig.account.accountId), id).then(
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
    const other = rig.world.openAnother(6)
    for (let round = 0; round < 25; round++) {
      const id = await schedule({ text: 'Before' })
      await letTimePass()
      const carrier = scriptedCarrier()
      const sendAt = new Date(Date.now() + 3_600_000).toISOString()
      const edit = updateScheduledMessage(contextOf(other, rig.account.accountId), id, {
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
      await rig.world.owner.query('delete from messages')
    }
  })

  test('20 workers of two processes send it once', async () => {
    const other = rig.world.openAnother(6)
    await schedule({ text: 'Good morning' })
    await letTimePass()
    const carrier = scriptedCarrier(async () => {
      await nextTurn()
      return accepted()
    })
    await Promise.all(Array.from({ length: 20 }, (_, n) => send(carrier, n % 2 ? other : rig.world.db)))
    expect(carrier.sent).toHaveLength(1)
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildConversation, contextOf } from '../../../test/build.ts'
import { ada, startInboundMediaRig } from '../../../test/inbound-media-rig.ts'
import { pictures } from '../../../test/pictures.ts'
import { settleAttachment } from './settle-attachment.ts'

const rig = await startInboundMediaRig()
beforeEach(() => rig.reset())
afterAll(() => rig.close())

describe('B1: fetching what people send in', () => {
  test('is tried again where it may pass, for a day, and then given up', async () => {
    rig.files.a = 503
    await rig.receive('a')
    await rig.fetchDue()
    expect(await rig.states()).toEqual([{ state: 'WAITING', attempts: 1, problem: 'HTTP_503' }])
    for (let nth = 1; nth < 7; nth++) {
      await rig.setDue('now()')
      await rig.fetchDue()
    }
    expect(await rig.states()).toEqual([{ state: 'WAITING', attempts: 7, problem: 'HTTP_503' }])
    await rig.setDue('now()')
    await rig.fetchDue()
    expect(await rig.states()).toEqual([{ state: 'GIVEN_UP', attempts: 8, problem: 'HTTP_503' }])
  })

  test('two workers at once fetch each but once', async () => {
    const paths = Array.from({ length: 10 }, (_, index) => `${index}`)
    for (const path of paths) rig.files[path] = await pictures.png({ width: 20, height: 10 })
    await rig.receive(...paths)
    await Promise.all([rig.fetchDue(), rig.fetchDue()])
    expect(rig.asked.toSorted()).toEqual(paths)
    expect((await rig.shown()).media).toHaveLength(10)
  })

  test('a worker that was killed leaves it to the next one, and its late word counts for nothing', async () => {
    rig.files.a = await pictures.png({ width: 20, height: 10 })
    await rig.receive('a')
    await rig.world.owner.query(
      `update inbound_media set attempts = 1, due_at = now() + interval '5 minutes' where account_id = $1`,
      [rig.account.accountId],
    )
    await rig.fetchDue()
    expect(rig.asked).toEqual([])
    await rig.setDue('now()')
    await rig.fetchDue()
    const late = {
      accountId: rig.account.accountId,
      messageId: await rig.messageId(),
      position: 0,
      url: '',
      attempt: 1,
    }
    await settleAttachment(contextOf(rig.world.db, rig.account.accountId), late, {
      kind: 'GIVEN_UP',
      problem: 'HTTP_410',
    })
    expect(await rig.states()).toEqual([{ state: 'STORED', attempts: 2, problem: null }])
    expect(await rig.shown()).toMatchObject({ hiddenMediaCount: 0, media: [{ width: 20 }] })
  })

  test('B8: of a blocked person it is not even noted', async () => {
    await buildConversation(rig.world.owner, rig.account, {}, { phone_number: ada, blocked_at: new Date() })
    await rig.receive('a')
    expect(await rig.states()).toEqual([])
  })
})

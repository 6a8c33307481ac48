import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildMessage,
  buildProfile,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { buildMedia } from '../../../test/build-media.ts'
import { asleep, awake } from '../../../test/daytime.ts'
import { openPacingRig, type PacingRig } from '../../../test/pacing-rig.ts'
import { nextMessage } from '../sending/next-message.ts'
import { claimPaced } from './claim-paced.ts'

const world: World = await openWorld(6)
let account: BuiltAccount
let rig: PacingRig
beforeEach(async () => {
  account = await buildAccount(world.owner)
  rig = await openPacingRig(world, account)
  await rig.pace(100)
})
afterAll(() => world.close())

const mediaAt = (external_url: string) =>
  buildMedia(world.owner, account.accountId, { origin: 'EXTERNAL', external_url })

describe('R41: a message whose turn has come', () => {
  test('is claimed before it leaves, with all that the carrier needs', async () => {
    const id = await rig.queue(await rig.person({ phone_number: '+14155550101' }), {
      media_ids: [await mediaAt('https://cdn.example.com/a.gif')],
    })
    expect((await rig.look()).claims).toMatchObject([
      {
        messageId: id,
        attempt: 1,
        from: account.number,
        to: '+14155550101',
        text: 'On its way',
        mediaUrls: ['https://cdn.example.com/a.gif'],
      },
    ])
    expect(await rig.message(id)).toMatchObject({
      status: 'QUEUED',
      paced_at: null,
      composition: null,
      send_attempts: 1,
      send_started_at: expect.any(Date),
    })
    expect(await rig.claimed()).toEqual([])
  })

  test('is one whose time has come, in the order of their times', async () => {
    const at = (seconds: number) => ({ paced_at: new Date(Date.now() + seconds * 1_000) })
    const [second, later, first] = [
      await rig.queue(await rig.person(), at(-10)),
      await rig.queue(await rig.person(), at(60)),
      await rig.queue(await rig.person(), at(-20)),
    ]
    expect(await rig.claimed()).toEqual([first, second])
    expect(await rig.message(later)).toMatchObject({ send_started_at: null })
  })

  test('is claimed once, however many workers look', async () => {
    for (let n = 0; n < 30; n++) await rig.queue(await rig.person())
    const other = world.openAnother(6)
    const looks = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        claimPaced(rig.ctx(n % 2 ? other : world.db), account.senderId, 5),
      ),
    )
    const ids = looks.flatMap(({ claims }) => claims.map(({ messageId }) => messageId))
    expect(ids).toHaveLength(30)
    expect(new Set(ids).size).toBe(30)
  })

  test('R12: stands at the end of the thread, if it had to wait', async () => {
    const waited = await rig.queue(await rig.person(), { created_at: new Date(Date.now() - 60_000) })
    const scheduled = await rig.queue(await rig.person(), { status: 'SCHEDULED', scheduled_at: new Date() })
    const soon = await rig.queue(await rig.person())
    const before = await Promise.all([waited, scheduled, soon].map(rig.message))
    const { kinds } = await rig.look()
    const after = await Promise.all([waited, scheduled, soon].map(rig.message))
    expect(kinds).toEqual(['MESSAGE_CHANGED', 'MESSAGE_CHANGED'])
    expect(after.map(({ seq }, n) => Number(seq) > Number(before[n]?.seq))).toEqual([true, true, false])
  })
})

describe('R41: the pace of a sender', () => {
  test('is shared by all workers', async () => {
    await rig.pace(3)
    for (let n = 0; n < 10; n++) await rig.queue(await rig.person())
    const other = world.openAnother(6)
    const looks = await Promise.all(
      [0, 1, 2, 3].map((n) => claimPaced(rig.ctx(n % 2 ? other : world.db), account.senderId, 5)),
    )
    expect(looks.flatMap(({ claims }) => claims)).toHaveLength(3)
    await world.owner.query(`update sender_pace set refilled_at = refilled_at - interval '1 second'`)
    expect(await rig.claimed()).toHaveLength(3)
  })

  test('is of each sender by itself; without one set it is the usual one of its kind', async () => {
    await world.owner.query('update senders set messages_per_second = null where id = $1', [account.senderId])
    for (let n = 0; n < 8; n++) await rig.queue(await rig.person())
    expect(await rig.claimed()).toHaveLength(5)
    const other = await buildAccount(world.owner, { senderType: 'TOLL_FREE' })
    const profileId = await buildProfile(world.owner, other.accountId, awake())
    await buildMessage(world.owner, other, profileId, {
      kind: 'FLOW',
      paced_at: new Date(),
      next_attempt_at: null,
    })
    const { claims } = await claimPaced(contextOf(world.db, other.accountId), other.senderId, 5)
    expect(claims).toHaveLength(1)
  })

  test('R20: is slower for media, each of which takes the tokens of twenty texts', async () => {
    await rig.pace(10)
    const media_ids = [await mediaAt('https://cdn.example.com/a.gif')]
    for (let n = 0; n < 2; n++) await rig.queue(await rig.person(), { media_ids })
    await rig.queue(await rig.person())
    const later = (seconds: number) =>
      world.owner.query('update sender_pace set refilled_at = refilled_at - $1 * interval $$1 second$$', [
        seconds,
      ])
    expect(await rig.claimed()).toHaveLength(1)
    await later(0.9)
    expect(await rig.claimed()).toEqual([])
    await later(0.3)
    expect(await rig.claimed()).toHaveLength(1)
    await later(2.1)
    expect(await rig.claimed()).toHaveLength(1)
  })

  test('is not used up by what is refused or held', async () => {
    await rig.pace(1)
    await rig.queue(await rig.person({ consent: 'UNSUBSCRIBED' }))
    await rig.queue(await rig.person(asleep()))
    const id = await rig.queue(await rig.person())
    expect(await rig.claimed()).toEqual([id])
  })

  test('leaves to who asks for few the rest of it', async () => {
    for (let n = 0; n < 4; n++) await rig.queue(await rig.person())
    expect(await rig.claimed(1)).toHaveLength(1)
    expect(await rig.claimed(9)).toHaveLength(3)
  })
})

describe('R21: a person', () => {
  test('gets one campaign or flow message at a time, in their order', async () => {
    const profileId = await rig.person()
    const [first, second] = [await rig.queue(profileId), await rig.queue(profileId, { kind: 'FLOW' })]
    expect(await rig.claimed()).toEqual([first])
    await rig.makeDue(second)
    expect(await rig.claimed()).toEqual([])
    await rig.settle(first)
    await rig.makeDue(second)
    expect(await rig.claimed()).toEqual([second])
  })

  test('gets an answer first: a reply that is queued, or on its way', async () => {
    const profileId = await rig.person()
    const campaign = await rig.queue(profileId)
    const reply = await buildMessage(world.owner, account, profileId)
    expect(await rig.claimed()).toEqual([])
    const next = await inTransaction(rig.ctx(), (ctx) => nextMessage(ctx, profileId))
    expect(next?.id).toBe(reply)
    await rig.settle(reply)
    await rig.makeDue(campaign)
    expect(await rig.claimed()).toEqual([campaign])
  })

  test('who has a campaign message waiting has nothing else to send', async () => {
    const profileId = await rig.person()
    await rig.queue(profileId)
    expect(await inTransaction(rig.ctx(), (ctx) => nextMessage(ctx, profileId))).toBeNull()
  })
})

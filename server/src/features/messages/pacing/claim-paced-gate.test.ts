import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { asleep, awake } from '../../../test/daytime.ts'
import { openPacingRig, type PacingRig } from '../../../test/pacing-rig.ts'
import { upsertCoupon } from '../../coupons/actions/upsert-coupon.ts'

const world: World = await openWorld(6)
let account: BuiltAccount
let rig: PacingRig
beforeEach(async () => {
  account = await buildAccount(world.owner)
  rig = await openPacingRig(world, account)
  await rig.pace(100)
})
afterAll(() => world.close())

describe('R19: the gate is asked again at the moment of sending', () => {
  test.each([
    ['OPTED_OUT', { consent: 'UNSUBSCRIBED' }],
    ['NOT_SUBSCRIBED', { consent: 'NEVER_SUBSCRIBED' }],
    ['BLOCKED', { blocked_at: new Date() }],
    ['UNREACHABLE', { unreachable_at: new Date() }],
  ])('%s fails the message with the reason, for everybody to see', async (code, columns) => {
    const id = await rig.queue(await rig.person(columns))
    const { claims, kinds } = await rig.look()
    expect([claims, kinds]).toEqual([[], ['MESSAGE_CHANGED']])
    expect(await rig.message(id)).toMatchObject({ status: 'FAILED', failure_code: code, paced_at: null })
    const { rows } = await world.owner.query(
      'select k.name from events e join metrics k on k.id = e.metric_id where message_id = $1',
      [id],
    )
    expect(rows).toEqual([{ name: 'Failed to Deliver SMS' }])
  })

  test('NO_SENDER, if the sender has gone meanwhile', async () => {
    const id = await rig.queue(await rig.person())
    await world.owner.query('delete from senders where id = $1', [account.senderId])
    expect(await rig.claimed()).toEqual([])
    expect(await rig.message(id)).toMatchObject({ status: 'FAILED', failure_code: 'NO_SENDER' })
  })

  test('R25: quiet hours hold it until they end, for everybody to see', async () => {
    const id = await rig.queue(await rig.person(asleep()))
    const { claims, kinds } = await rig.look()
    expect([claims, kinds]).toEqual([[], ['MESSAGE_CHANGED']])
    const held = await rig.message(id)
    expect(held).toMatchObject({ status: 'SCHEDULED', held_reason: 'QUIET_HOURS' })
    expect(held.paced_at).toEqual(held.scheduled_at)
    expect((held.paced_at as Date).getTime()).toBeGreaterThan(Date.now() + 6 * 3_600_000)
  })

  test('R16: waits while the person may have opted out, goes when that is settled, and fails after a day', async () => {
    const { profileId, conversationId } = await buildConversation(
      world.owner,
      account,
      { possible_opt_out: true },
      awake(),
    )
    const id = await rig.queue(profileId)
    expect(await rig.look()).toMatchObject({ claims: [], kinds: [] })
    expect(await rig.message(id)).toMatchObject({ status: 'QUEUED' })
    await world.owner.query(`update conversations set possible_opt_out = false where id = $1`, [
      conversationId,
    ])
    await rig.makeDue(id)
    expect(await rig.claimed()).toEqual([id])
    await rig.settle(id)

    const old = await rig.queue(profileId, { created_at: new Date(Date.now() - 25 * 3_600_000) })
    await world.owner.query(`update conversations set possible_opt_out = true where id = $1`, [
      conversationId,
    ])
    expect(await rig.claimed()).toEqual([])
    expect(await rig.message(old)).toMatchObject({ status: 'FAILED', failure_code: 'POSSIBLE_OPT_OUT' })
  })

  test('R23: a text that can’t be put together fails it; the others go', async () => {
    const id = await rig.queue(await rig.person(), { text: "Take {% coupon_code 'NONE' %}" })
    const other = await rig.queue(await rig.person())
    expect(await rig.claimed()).toEqual([other])
    expect(await rig.message(id)).toMatchObject({ status: 'FAILED', failure_code: 'COUPON_NOT_FOUND' })
  })

  test('R23: each person gets a code of their own; once there are none left, messages fail', async () => {
    await upsertCoupon(rig.ctx(), { name: 'SPRING', type: 'UNIQUE', code: null, codes: ['A1', 'B2'] })
    const text = "Take {% coupon_code 'SPRING' %}"
    for (let n = 0; n < 3; n++) await rig.queue(await rig.person(), { text })
    const { claims } = await rig.look()
    expect(claims.map((claim) => claim.text).sort()).toEqual(['Take A1', 'Take B2'])
    const { rows } = await world.owner.query(
      `select failure_code from messages where account_id = $1 and status = 'FAILED'`,
      [account.accountId],
    )
    expect(rows).toEqual([{ failure_code: 'COUPON_EMPTY' }])
  })

  test('R34: links become short ones of each person’s own, once', async () => {
    const text = 'See https://acme.example/sale'
    await rig.queue(await rig.person(), { text })
    await rig.queue(await rig.person(), { text })
    const { claims, kinds } = await rig.look()
    expect(kinds).toEqual(['MESSAGE_CHANGED', 'MESSAGE_CHANGED'])
    const texts = claims.map((claim) => claim.text)
    expect(new Set(texts).size).toBe(2)
    for (const sent of texts) expect(sent).not.toContain('acme.example')
    expect(
      (await Promise.all(claims.map(({ messageId }) => rig.message(messageId)))).map((row) => row.text),
    ).toEqual(texts)
  })

  test('one that was cancelled stays so, and is not looked at again', async () => {
    const id = await rig.queue(await rig.person(), { status: 'CANCELED' })
    expect(await rig.look()).toMatchObject({ claims: [], kinds: [] })
    expect(await rig.message(id)).toMatchObject({ status: 'CANCELED', paced_at: null })
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  buildProfile,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { buildMedia } from '../../../test/build-media.ts'
import { buildSource } from '../../../test/build-nodes.ts'
import { asleep, awake } from '../../../test/daytime.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { nextMessage } from '../sending/next-message.ts'
import { claimPaced, type PacedClaims } from './claim-paced.ts'

const world: World = await openWorld(6)
let account: BuiltAccount
let sourceId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  sourceId = await buildSource(world.owner, account.accountId)
  await pace(100)
})
afterAll(() => world.close())

const ctx = (db = world.db) => contextOf(db, account.accountId)
const person = (columns: Record<string, unknown> = {}) =>
  buildProfile(world.owner, account.accountId, { ...awake(), ...columns })
const queue = (profileId: string, columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, {
    kind: 'CAMPAIGN',
    source_id: sourceId,
    composition: 'BY_SETTINGS',
    next_attempt_at: null,
    paced_at: new Date(Date.now() - 1_000),
    ...columns,
  })
const pace = (perSecond: number) =>
  world.owner.query('update senders set messages_per_second = $2 where id = $1', [
    account.senderId,
    perSecond,
  ])
/** What a look does, proving that what it changes is pushed. */
const look = async (most = 20): Promise<PacedClaims & { kinds: string[] }> => {
  const { result, entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
    claimPaced(ctx(), account.senderId, most),
  )
  return { ...result, kinds: entries.map(({ kind }) => kind) }
}
const claimed = async (most?: number): Promise<string[]> =>
  (await look(most)).claims.map(({ messageId }) => messageId)
const mediaAt = (external_url: string) =>
  buildMedia(world.owner, account.accountId, { origin: 'EXTERNAL', external_url })
const message = async (id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from messages where id = $1', [id])).rows[0]
const settle = (id: string) =>
  world.owner.query(`update messages set status = 'SENT', send_started_at = null where id = $1`, [id])

describe('R41: a message whose turn has come', () => {
  test('is claimed before it leaves, with all that the carrier needs', async () => {
    const id = await queue(await person({ phone_number: '+14155550101' }), {
      media_ids: [await mediaAt('https://cdn.example.com/a.gif')],
    })
    expect((await look()).claims).toMatchObject([
      {
        messageId: id,
        attempt: 1,
        from: account.number,
        to: '+14155550101',
        text: 'On its way',
        mediaUrls: ['https://cdn.example.com/a.gif'],
      },
    ])
    expect(await message(id)).toMatchObject({
      status: 'QUEUED',
      paced_at: null,
      composition: null,
      send_attempts: 1,
      send_started_at: expect.any(Date),
    })
    expect(await claimed()).toEqual([])
  })

  test('is one whose time has come, in the order of their times', async () => {
    const at = (seconds: number) => ({ paced_at: new Date(Date.now() + seconds * 1_000) })
    const [second, later, first] = [
      await queue(await person(), at(-10)),
      await queue(await person(), at(60)),
      await queue(await person(), at(-20)),
    ]
    expect(await claimed()).toEqual([first, second])
    expect(await message(later)).toMatchObject({ send_started_at: null })
  })

  test('is claimed once, however many workers look', async () => {
    for (let n = 0; n < 30; n++) await queue(await person())
    const other = world.openAnother(6)
    const looks = await Promise.all(
      Array.from({ length: 12 }, (_, n) => claimPaced(ctx(n % 2 ? other : world.db), account.senderId, 5)),
    )
    const ids = looks.flatMap(({ claims }) => claims.map(({ messageId }) => messageId))
    expect(ids).toHaveLength(30)
    expect(new Set(ids).size).toBe(30)
  })

  test('R12: stands at the end of the thread, if it had to wait', async () => {
    const waited = await queue(await person(), { created_at: new Date(Date.now() - 60_000) })
    const scheduled = await queue(await person(), { status: 'SCHEDULED', scheduled_at: new Date() })
    const soon = await queue(await person())
    const before = await Promise.all([waited, scheduled, soon].map(message))
    const { kinds } = await look()
    const after = await Promise.all([waited, scheduled, soon].map(message))
    expect(kinds).toEqual(['MESSAGE_CHANGED', 'MESSAGE_CHANGED'])
    expect(after.map(({ seq }, n) => Number(seq) > Number(before[n]?.seq))).toEqual([true, true, false])
  })
})

describe('R41: the pace of a sender', () => {
  test('is shared by all workers', async () => {
    await pace(3)
    for (let n = 0; n < 10; n++) await queue(await person())
    const other = world.openAnother(6)
    const looks = await Promise.all(
      [0, 1, 2, 3].map((n) => claimPaced(ctx(n % 2 ? other : world.db), account.senderId, 5)),
    )
    expect(looks.flatMap(({ claims }) => claims)).toHaveLength(3)
    await world.owner.query(`update sender_pace set refilled_at = refilled_at - interval '1 second'`)
    expect(await claimed()).toHaveLength(3)
  })

  test('is of each sender by itself; without one set it is the usual one of its kind', async () => {
    await world.owner.query('update senders set messages_per_second = null where id = $1', [account.senderId])
    for (let n = 0; n < 8; n++) await queue(await person())
    expect(await claimed()).toHaveLength(5)
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

  test('is not used up by what is refused or held', async () => {
    await pace(1)
    await queue(await person({ consent: 'UNSUBSCRIBED' }))
    await queue(await person(asleep()))
    const id = await queue(await person())
    expect(await claimed()).toEqual([id])
  })

  test('leaves to who asks for few the rest of it', async () => {
    for (let n = 0; n < 4; n++) await queue(await person())
    expect(await claimed(1)).toHaveLength(1)
    expect(await claimed(9)).toHaveLength(3)
  })
})

describe('R19: the gate is asked again at the moment of sending', () => {
  test.each([
    ['OPTED_OUT', { consent: 'UNSUBSCRIBED' }],
    ['NOT_SUBSCRIBED', { consent: 'NEVER_SUBSCRIBED' }],
    ['BLOCKED', { blocked_at: new Date() }],
    ['UNREACHABLE', { unreachable_at: new Date() }],
  ])('%s fails the message with the reason, for everybody to see', async (code, columns) => {
    const id = await queue(await person(columns))
    const { claims, kinds } = await look()
    expect([claims, kinds]).toEqual([[], ['MESSAGE_CHANGED']])
    expect(await message(id)).toMatchObject({ status: 'FAILED', failure_code: code, paced_at: null })
    const { rows } = await world.owner.query(
      'select k.name from events e join metrics k on k.id = e.metric_id where message_id = $1',
      [id],
    )
    expect(rows).toEqual([{ name: 'Failed to Deliver SMS' }])
  })

  test('NO_SENDER, if the sender has gone meanwhile', async () => {
    const id = await queue(await person())
    await world.owner.query('delete from senders where id = $1', [account.senderId])
    expect(await claimed()).toEqual([])
    expect(await message(id)).toMatchObject({ status: 'FAILED', failure_code: 'NO_SENDER' })
  })

  test('R25: quiet hours hold it until they end, for everybody to see', async () => {
    const id = await queue(await person(asleep()))
    const { claims, kinds } = await look()
    expect([claims, kinds]).toEqual([[], ['MESSAGE_CHANGED']])
    const held = await message(id)
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
    const id = await queue(profileId)
    expect(await look()).toMatchObject({ claims: [], kinds: [] })
    expect(await message(id)).toMatchObject({ status: 'QUEUED' })
    const due = () => world.owner.query('update messages set paced_at = now() where id = $1', [id])
    await world.owner.query(`update conversations set possible_opt_out = false where id = $1`, [
      conversationId,
    ])
    await due()
    expect(await claimed()).toEqual([id])
    await settle(id)

    const old = await queue(profileId, { created_at: new Date(Date.now() - 25 * 3_600_000) })
    await world.owner.query(`update conversations set possible_opt_out = true where id = $1`, [
      conversationId,
    ])
    expect(await claimed()).toEqual([])
    expect(await message(old)).toMatchObject({ status: 'FAILED', failure_code: 'POSSIBLE_OPT_OUT' })
  })

  test('R23: a text that can’t be put together fails it; the others go', async () => {
    const id = await queue(await person(), { text: "Take {% coupon_code 'NONE' %}" })
    const other = await queue(await person())
    expect(await claimed()).toEqual([other])
    expect(await message(id)).toMatchObject({ status: 'FAILED', failure_code: 'COUPON_NOT_FOUND' })
  })

  test('R34: links become short ones of each person’s own, once', async () => {
    const text = 'See https://acme.example/sale'
    await queue(await person(), { text })
    await queue(await person(), { text })
    const { claims, kinds } = await look()
    expect(kinds).toEqual(['MESSAGE_CHANGED', 'MESSAGE_CHANGED'])
    const texts = claims.map((claim) => claim.text)
    expect(new Set(texts).size).toBe(2)
    for (const sent of texts) expect(sent).not.toContain('acme.example')
    expect(
      (await Promise.all(claims.map(({ messageId }) => message(messageId)))).map((row) => row.text),
    ).toEqual(texts)
  })

  test('one that was cancelled stays so, and is not looked at again', async () => {
    const id = await queue(await person(), { status: 'CANCELED' })
    expect(await look()).toMatchObject({ claims: [], kinds: [] })
    expect(await message(id)).toMatchObject({ status: 'CANCELED', paced_at: null })
  })
})

describe('R21: a person', () => {
  test('gets one campaign or flow message at a time, in their order', async () => {
    const profileId = await person()
    const [first, second] = [await queue(profileId), await queue(profileId, { kind: 'FLOW' })]
    expect(await claimed()).toEqual([first])
    const soon = () => world.owner.query('update messages set paced_at = now() where id = $1', [second])
    await soon()
    expect(await claimed()).toEqual([])
    await settle(first)
    await soon()
    expect(await claimed()).toEqual([second])
  })

  test('gets an answer first: a reply that is queued, or on its way', async () => {
    const profileId = await person()
    const campaign = await queue(profileId)
    const reply = await buildMessage(world.owner, account, profileId)
    expect(await claimed()).toEqual([])
    const next = await inTransaction(ctx(), (ctx) => nextMessage(ctx, profileId))
    expect(next?.id).toBe(reply)
    await settle(reply)
    await world.owner.query('update messages set paced_at = now() where id = $1', [campaign])
    expect(await claimed()).toEqual([campaign])
  })

  test('who has a campaign message waiting has nothing else to send', async () => {
    const profileId = await person()
    await queue(profileId)
    expect(await inTransaction(ctx(), (ctx) => nextMessage(ctx, profileId))).toBeNull()
  })
})

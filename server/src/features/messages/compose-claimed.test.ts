import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  type World,
} from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { pushEqualsRefetch } from '../../test/push-equals-refetch.ts'
import { accepted, refusedForNow, scriptedCarrier } from '../../test/scripted-carrier.ts'
import { upsertCoupon } from '../coupons/actions/upsert-coupon.ts'
import { retryMessage } from './actions/retry-message.ts'
import { sendReply } from './actions/send-reply.ts'
import { updateScheduledMessage } from './actions/update-scheduled-message.ts'
import { sendQueued } from './sending/send-queued.ts'

let world: World
let account: BuiltAccount
let profileId: string
beforeAll(async () => {
  world = await openWorld(10)
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
  // Whatever the hour of the test: the zone is unknown, and unknown is no quiet hour.
  ;({ profileId } = await buildConversation(
    world.owner,
    account,
    {},
    { country: null, phone_number: `+88${Math.floor(1e9 + Math.random() * 9e9)}` },
  ))
})
afterAll(() => world.close())

const ctx = () => contextOf(world.db, account.accountId)
const TEXT = "Yours: {% coupon_code 'VIP' %} https://shop.example/a"
const queue = (columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, { text: TEXT, composition: 'BY_SETTINGS', ...columns })
const send = (carrier = scriptedCarrier()) => sendQueued(ctx(), { carrier, callbackUrl: () => '' }, profileId)
const importCodes = (codes: string[]) => upsertCoupon(ctx(), { name: 'VIP', type: 'UNIQUE', codes })
const message = async (id: string) =>
  (
    await world.owner.query(
      'select text, status, failure_code, composition, segments from messages where id = $1',
      [id],
    )
  ).rows[0]
const dueNow = (id: string) =>
  world.owner.query('update messages set next_attempt_at = now() where id = $1', [id])

describe('R23, R34: a message that waits', () => {
  test('is put together when it is claimed, once: tries that follow take no other code and make no other link', async () => {
    await importCodes(['V1', 'V2'])
    const sourceId = await buildSource(world.owner, account.accountId)
    const id = await queue({ kind: 'CAMPAIGN', source_id: sourceId })
    const carrier = scriptedCarrier((_, nth) => (nth < 3 ? refusedForNow() : accepted()))
    for (let attempt = 1; attempt <= 3; attempt++) {
      await send(carrier)
      await dueNow(id)
    }
    expect(new Set(carrier.sent.map(({ text }) => text)).size).toBe(1)
    expect(carrier.sent).toHaveLength(3)
    const { text, composition, status } = await message(id)
    expect({ text, composition, status }).toMatchObject({
      text: carrier.sent[0]?.text,
      composition: null,
      status: 'SENT',
    })
    expect(text).toMatch(/^Yours: V1 http:\/\/parley\.test\/l\/\w{9}$/)
    const links = await world.owner.query(
      'select base || slug as url, source_id from short_links where message_id = $1',
      [id],
    )
    expect(links.rows).toEqual([{ url: text.slice(10), source_id: sourceId }])
    const codes = await world.owner.query('select code, message_id from coupon_codes where profile_id = $1', [
      profileId,
    ])
    expect(codes.rows).toEqual([{ code: 'V1', message_id: id }])
  })

  test('tells of its text: what was pushed is what a fresh read gives', async () => {
    await importCodes(['V1'])
    const id = await queue()
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => send())
    expect(new Set(entries.map((entry) => `${entry.kind} ${entry.messageId}`))).toEqual(
      new Set([`MESSAGE_CHANGED ${id}`]),
    )
  })

  test.each<[string, RegExp]>([
    ['SHORT_LINKS', /\/l\/\w{9}$/],
    ['FULL_LINKS', /https:\/\/shop\.example\/a$/],
  ])('keeps to what was said of its links: %s', async (composition, expected) => {
    await importCodes(['V1'])
    const id = await queue({ composition })
    await send()
    expect((await message(id)).text).toMatch(expected)
  })

  test('fails where the pool is empty, with a reason; after an import it can be tried again', async () => {
    await importCodes([])
    const id = await queue()
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent).toEqual([])
    expect(await message(id)).toMatchObject({ status: 'FAILED', failure_code: 'COUPON_EMPTY', text: TEXT })
    await importCodes(['V9'])
    await retryMessage(ctx(), id)
    await send(carrier)
    expect(carrier.sent[0]?.text).toMatch(/^Yours: V9 http/)
  })

  test('B4: a scheduled reply stands as it was typed, edits included, until it goes out', async () => {
    await importCodes(['V1'])
    const { rows } = await world.owner.query('select id from conversations where profile_id = $1', [
      profileId,
    ])
    const sendAt = new Date(Date.now() + 3_600_000).toISOString()
    const typed = { conversationId: rows[0]?.id, text: TEXT, sendAt, shortenLinks: false }
    const { messageId } = await sendReply(ctx(), typed)
    expect(await message(messageId)).toMatchObject({ text: TEXT, composition: 'FULL_LINKS', segments: 1 })
    const edited = `${TEXT} – bye`
    await updateScheduledMessage(ctx(), messageId, { text: edited })
    expect(await message(messageId)).toMatchObject({ text: edited, composition: 'FULL_LINKS' })
    for (const [text, code] of [
      ["{% coupon_code 'NOPE' %}", 'COUPON_NOT_FOUND'],
      [`https://shop.example/a ${'a'.repeat(1_600)}`, 'TEXT_TOO_LONG'],
    ] as const)
      await expect(updateScheduledMessage(ctx(), messageId, { text })).rejects.toMatchObject({
        items: [{ code, field: ['text'] }],
      })
    const codes = await world.owner.query('select code from coupon_codes where profile_id = $1', [profileId])
    expect(codes.rows).toEqual([])
    await dueNow(messageId)
    await send()
    expect(await message(messageId)).toMatchObject({
      text: 'Yours: V1 https://shop.example/a – bye',
      composition: null,
      status: 'SENT',
    })
  })

  test('R44: of many for one coupon, sent by many workers at once, each has a code of its own', async () => {
    await importCodes(Array.from({ length: 30 }, (_, n) => `V${n}`))
    const people = await Promise.all(
      Array.from({ length: 30 }, () => buildConversation(world.owner, account, {}, { country: null })),
    )
    for (const { profileId } of people)
      await buildMessage(world.owner, account, profileId, {
        text: "{% coupon_code 'VIP' %}",
        composition: 'BY_SETTINGS',
      })
    const carrier = scriptedCarrier()
    await Promise.all(
      [...people, ...people].map(({ profileId }) =>
        sendQueued(ctx(), { carrier, callbackUrl: () => '' }, profileId),
      ),
    )
    expect(carrier.sent).toHaveLength(30)
    expect(new Set(carrier.sent.map(({ text }) => text)).size).toBe(30)
    const { rows } = await world.owner.query('select available from coupons where account_id = $1', [
      account.accountId,
    ])
    expect(rows).toEqual([{ available: 0 }])
  })
})

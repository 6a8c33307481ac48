import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildConversation, buildSender } from '../../../test/build.ts'
import { noon, openIngestionRig, spring, to } from '../../../test/ingestion-rig.ts'
import { sendMessages } from './send-messages.ts'

const { ctx, renew, send, stored, subscribe, world } = await openIngestionRig()
let account: BuiltAccount
beforeEach(async () => {
  account = await renew()
})
afterAll(() => world.close())

const ada = '+14155550101'

describe('R41: messages of a campaign or flow', () => {
  test('are queued for their turn, as they were written, with their source', async () => {
    const profileId = await subscribe(ada)
    const { result, entries } = await send([
      to('+1 415 555 0101', { mediaUrls: ['https://cdn.example.com/a.jpg'] }),
    ])
    const { rows } = await world.owner.query('select * from message_sources where id = $1', [result.sourceId])
    expect(rows).toMatchObject([{ type: 'CAMPAIGN', name: 'Spring sale', external_id: 'spring' }])
    expect(await stored()).toMatchObject([
      {
        id: result.results[0]?.id,
        profile_id: profileId,
        kind: 'CAMPAIGN',
        status: 'QUEUED',
        text: 'Twenty percent off!',
        segments: 1,
        sender_id: account.senderId,
        source_id: result.sourceId,
        composition: 'BY_SETTINGS',
        media_ids: [expect.any(String)],
        paced_at: noon,
        next_attempt_at: null,
        scheduled_at: null,
      },
    ])
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_CREATED'])
    const media = await world.owner.query('select external_url from media where account_id = $1', [
      account.accountId,
    ])
    expect(media.rows).toEqual([{ external_url: 'https://cdn.example.com/a.jpg' }])
  })

  test('told again are the same, whatever is said now; nothing is stored and nothing is pushed', async () => {
    await subscribe(ada)
    const { result } = await send([to(ada)])
    const again = await send([to(ada, { text: 'Other words' }), to(ada, { externalId: '2' })])
    expect(again.result.results[0]).toEqual(result.results[0])
    expect(again.entries).toHaveLength(1)
    expect(await stored()).toHaveLength(2)
  })

  test('of many callers at once are each one message', async () => {
    await subscribe(ada)
    const other = world.openAnother(4)
    const all = await Promise.all(
      [world.db, other, world.db, other].map((db) => sendMessages({ ...ctx(), db }, spring, [to(ada)])),
    )
    expect(new Set(all.map(({ results }) => results[0]?.id)).size).toBe(1)
    expect(new Set(all.map(({ sourceId }) => sourceId)).size).toBe(1)
    expect(await stored()).toHaveLength(1)
  })

  test('an external id counts within its source; the source is known by type and id, and takes its newest name', async () => {
    await subscribe(ada)
    const first = await send([to(ada)])
    const flow = await send([to(ada)], { ...spring, type: 'FLOW' })
    const renamed = await send([to(ada)], { ...spring, name: 'Spring sale, last day' })
    expect(flow.result.sourceId).not.toBe(first.result.sourceId)
    expect(renamed.result.sourceId).toBe(first.result.sourceId)
    const { rows } = await world.owner.query('select name from message_sources where id = $1', [
      first.result.sourceId,
    ])
    expect(rows).toEqual([{ name: 'Spring sale, last day' }])
    expect((await stored()).map(({ kind }) => kind)).toEqual(['CAMPAIGN', 'FLOW'])
  })

  test('for later are scheduled; what is past is due at once', async () => {
    await subscribe(ada)
    const at = new Date('2026-11-26T18:00:00.000Z')
    await send([
      to(ada, { at: '2026-11-26T13:00:00-05:00' }),
      to(ada, { at: '2026-11-01T00:00:00Z', externalId: 'past' }),
    ])
    expect(await stored()).toMatchObject([
      { status: 'SCHEDULED', scheduled_at: at, paced_at: at, held_reason: null },
      { status: 'QUEUED', scheduled_at: null, paced_at: noon },
    ])
  })

  test('R19, R25: in quiet hours are held until these end where the person is', async () => {
    await subscribe(ada, { time_zone: 'America/New_York' })
    await send([to(ada)], spring, new Date('2026-11-24T03:00:00Z'))
    const eight = new Date('2026-11-24T13:00:00.000Z')
    expect(await stored()).toMatchObject([
      { status: 'SCHEDULED', held_reason: 'QUIET_HOURS', scheduled_at: eight, paced_at: eight },
    ])
  })

  test('leave the conversation where it is in the list', async () => {
    const { conversationId } = await buildConversation(
      world.owner,
      account,
      { status: 'CLOSED' },
      { phone_number: ada },
    )
    const read = async () =>
      (await world.owner.query('select * from conversations where id = $1', [conversationId])).rows[0]
    const before = await read()
    const { entries } = await send([to(ada)])
    expect(await read()).toEqual(before)
    expect(entries).toMatchObject([{ conversationId }])
  })
})

describe('a campaign’s sender is', () => {
  const senderOf = async (): Promise<unknown> => (await stored()).at(-1)?.sender_id

  test('R8: the number of the person’s conversation', async () => {
    const second = await buildSender(world.owner, account.accountId, '+18885550199', 'TOLL_FREE')
    await buildConversation(world.owner, account, { sender_id: second }, { phone_number: ada })
    await send([to(ada)])
    expect(await senderOf()).toBe(second)
  })

  test('else the oldest number; a branded name only where there is none, and never in the US and Canada', async () => {
    const names = await renew({ number: 'ACME', senderType: 'ALPHANUMERIC' })
    const berlin = '+4915112345678'
    for (const number of [ada, berlin]) await subscribe(number, { country: null })
    const { result } = await send([to(ada), to(berlin)])
    expect(result.results.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      ['NO_SENDER'],
      [],
    ])
    expect(await senderOf()).toBe(names.senderId)
    const number = await buildSender(world.owner, names.accountId, '+4915112340000')
    await send([to(berlin, { externalId: '2' })])
    expect(await senderOf()).toBe(number)
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../platform/errors.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  buildSender,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { SourceMessageFields } from '../read-source-message.ts'
import type { SourceFields } from '../sources.ts'
import { sendMessages } from './send-messages.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const ada = '+14155550101'
const bob = '+14155550102'
const spring: SourceFields = { type: 'CAMPAIGN', name: 'Spring sale', externalId: 'spring' }
/** At noon in New York and nine in California: nobody's quiet hours. */
const noon = new Date('2026-11-24T17:00:00Z')
const ctx = (now = noon) => ({ ...contextOf(world.db, account.accountId), now })
const send = (messages: SourceMessageFields[], source = spring, now = noon) =>
  pushEqualsRefetch(world.db, account.accountId, () => sendMessages(ctx(now), source, messages))
const to = (phoneNumber: string, more: Partial<SourceMessageFields> = {}): SourceMessageFields => ({
  phoneNumber,
  text: 'Twenty percent off!',
  externalId: phoneNumber,
  ...more,
})
const stored = async (): Promise<Record<string, unknown>[]> =>
  (await world.owner.query('select * from messages where account_id = $1 order by seq', [account.accountId]))
    .rows
const subscribe = (phone_number: string, columns: Record<string, unknown> = {}) =>
  buildProfile(world.owner, account.accountId, { phone_number, ...columns })

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
    const names = await buildAccount(world.owner, { number: 'ACME', senderType: 'ALPHANUMERIC' })
    account = names
    const berlin = '+4915112345678'
    for (const number of [ada, berlin]) await subscribe(number, { country: null })
    const { result } = await send([to(ada), to(berlin)])
    expect(result.results.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      ['NO_SENDER'],
      [],
    ])
    expect(await senderOf()).toBe(names.senderId)
    const number = await buildSender(world.owner, account.accountId, '+4915112340000')
    await send([to(berlin, { externalId: '2' })])
    expect(await senderOf()).toBe(number)
  })
})

describe('R19: the gate refuses', () => {
  test.each<[string, Record<string, unknown>]>([
    ['NOT_SUBSCRIBED', { consent: 'NEVER_SUBSCRIBED' }],
    ['OPTED_OUT', { consent: 'UNSUBSCRIBED' }],
    ['BLOCKED', { blocked_at: noon }],
    ['UNREACHABLE', { unreachable_at: noon }],
  ])('%s with the reason as its code, and stores nothing; the others go', async (code, columns) => {
    await subscribe(ada, columns)
    await subscribe(bob)
    const { result } = await send([to(ada), to(bob)])
    expect(result.results).toMatchObject([
      { id: null, userErrors: [{ code, field: ['messages', '0', 'phoneNumber'] }] },
      { userErrors: [] },
    ])
    expect(await stored()).toHaveLength(1)
  })

  test('whoever the account does not know, without making a profile', async () => {
    const { result } = await send([to(ada)])
    expect(result.results).toMatchObject([{ id: null, userErrors: [{ code: 'NOT_SUBSCRIBED' }] }])
    const { rows } = await world.owner.query('select 1 from profiles where account_id = $1', [
      account.accountId,
    ])
    expect(rows).toEqual([])
  })

  test('R3: a subscriber of another account', async () => {
    const other = await buildAccount(world.owner)
    await buildProfile(world.owner, other.accountId, { phone_number: ada })
    expect((await send([to(ada)])).result.results).toMatchObject([
      { userErrors: [{ code: 'NOT_SUBSCRIBED' }] },
    ])
  })
})

describe('R41: an item that can’t be taken leaves the others alone', () => {
  const urls = (count: number, url = 'https://cdn.example.com/a.jpg'): string[] =>
    Array.from({ length: count }, () => url)
  test.each<[string, Partial<SourceMessageFields>, string[]]>([
    ['PHONE_NUMBER_INVALID', { phoneNumber: '12' }, ['phoneNumber']],
    ['PHONE_NUMBER_INVALID', { phoneNumber: 'ACME' }, ['phoneNumber']],
    ['TEXT_REQUIRED', { text: '' }, ['text']],
    ['TEXT_REQUIRED', { text: ' \n' }, ['text']],
    ['TEXT_INVALID', { text: 'a\0' }, ['text']],
    ['TEXT_INVALID', { text: 'half \ud83d' }, ['text']],
    ['TEXT_TOO_LONG', { text: 'x'.repeat(1_601) }, ['text']],
    ['TEXT_TOO_LONG', { text: '€'.repeat(801) }, ['text']],
    ['TEXT_TOO_LONG', { text: '👋'.repeat(369) }, ['text']],
    ['EXTERNAL_ID_REQUIRED', { externalId: ' ' }, ['externalId']],
    ['EXTERNAL_ID_TOO_LONG', { externalId: 'x'.repeat(201) }, ['externalId']],
    ['EXTERNAL_ID_INVALID', { externalId: 'a\0' }, ['externalId']],
    ['TOO_MANY_MEDIA', { mediaUrls: urls(11) }, ['mediaUrls']],
    ['MEDIA_NOT_SUPPORTED', { phoneNumber: '+4915112345678', mediaUrls: urls(1) }, ['mediaUrls']],
    ['URL_INVALID', { mediaUrls: urls(1, 'http://cdn.example.com/a.jpg') }, ['mediaUrls', '0']],
    ['URL_INVALID', { mediaUrls: urls(1, 'https://user:secret@cdn.example.com/') }, ['mediaUrls', '0']],
    ['URL_INVALID', { mediaUrls: ['https://cdn.example.com/', 'cdn.example.com'] }, ['mediaUrls', '1']],
    [
      'URL_INVALID',
      { mediaUrls: urls(1, `https://cdn.example.com/${'x'.repeat(2_000)}`) },
      ['mediaUrls', '0'],
    ],
    ['AT_INVALID', { at: 'tomorrow' }, ['at']],
    ['AT_INVALID', { at: '2026-11-26T18:00:00' }, ['at']],
    ['AT_TOO_LATE', { at: '2027-03-01T00:00:00Z' }, ['at']],
  ])('%s: %j', async (code, fields, field) => {
    await subscribe(ada)
    await subscribe(bob)
    const { result } = await send([to(ada, fields), to(bob)])
    expect(result.results).toMatchObject([
      { id: null, userErrors: [{ code, field: ['messages', '0', ...field] }] },
      { userErrors: [] },
    ])
    expect(await stored()).toHaveLength(1)
  })

  test('the second of two with one external id is refused, by its place', async () => {
    await subscribe(ada)
    const { result } = await send([to(ada, { externalId: 'x' }), to(ada, { externalId: ' x ' })])
    expect(result.results).toMatchObject([
      { userErrors: [] },
      { id: null, userErrors: [{ code: 'EXTERNAL_ID_REPEATED', field: ['messages', '1', 'externalId'] }] },
    ])
  })

  test('a text that just fits, and media without text, are fine', async () => {
    await subscribe(ada)
    const { result } = await send([
      to(ada, { text: 'x'.repeat(1_600), externalId: '1' }),
      to(ada, { text: '👋'.repeat(368), externalId: '2' }),
      to(ada, { text: '', mediaUrls: urls(10), externalId: '3' }),
    ])
    expect(result.results.flatMap(({ userErrors }) => userErrors)).toEqual([])
  })

  test.each<[string, Partial<SourceFields>, string]>([
    ['NAME_REQUIRED', { name: ' ' }, 'name'],
    ['NAME_TOO_LONG', { name: 'x'.repeat(201) }, 'name'],
    ['EXTERNAL_ID_REQUIRED', { externalId: '' }, 'externalId'],
    ['EXTERNAL_ID_TOO_LONG', { externalId: 'x'.repeat(201) }, 'externalId'],
    ['NAME_INVALID', { name: 'a\0' }, 'name'],
  ])('a source with %s refuses every item with that, and is not made', async (code, fields, field) => {
    await subscribe(ada)
    const { result } = await send([to(ada), to(ada, { externalId: '2' })], { ...spring, ...fields })
    const refused = {
      id: null,
      userErrors: [{ code, message: expect.any(String), field: ['source', field] }],
    }
    expect(result).toEqual({ sourceId: null, results: [refused, refused] })
    const { rows } = await world.owner.query('select 1 from message_sources where account_id = $1', [
      account.accountId,
    ])
    expect([...rows, ...(await stored())]).toEqual([])
  })

  test('more than 10,000 are refused whole', async () => {
    const messages = Array.from({ length: 10_001 }, (_, index) => to(ada, { externalId: `${index}` }))
    await expect(sendMessages(ctx(), spring, messages)).rejects.toThrow(AppError)
    expect(await stored()).toEqual([])
  })
})

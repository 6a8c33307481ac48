import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../platform/errors.ts'
import { type BuiltAccount, buildAccount, buildProfile } from '../../../test/build.ts'
import { noon, openIngestionRig, spring, to } from '../../../test/ingestion-rig.ts'
import type { SourceMessageFields } from '../read-source-message.ts'
import type { SourceFields } from '../sources.ts'
import { sendMessages } from './send-messages.ts'

const { ctx, renew, send, stored, subscribe, world } = await openIngestionRig()
let account: BuiltAccount
beforeEach(async () => {
  account = await renew()
})
afterAll(() => world.close())

const ada = '+14155550101'
const bob = '+14155550102'

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

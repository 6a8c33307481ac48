import * as fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../platform/errors.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { ProfileFields } from '../read-profile.ts'
import { upsertProfiles } from './upsert-profiles.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const ada = '+14155550101'
const bob = '+14155550102'
const upsert = (profiles: ProfileFields[]) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    upsertProfiles(contextOf(world.db, account.accountId), profiles),
  )
const profileOf = async (phoneNumber: string): Promise<Record<string, unknown>> =>
  (
    await world.owner.query('select * from profiles where account_id = $1 and phone_number = $2', [
      account.accountId,
      phoneNumber,
    ])
  ).rows[0]
const codesOf = (results: { userErrors: { code: string }[] }[]) =>
  results.map(({ userErrors }) => userErrors.map(({ code }) => code))

const everything: ProfileFields = {
  phoneNumber: '+1 (415) 555-0101',
  externalId: 'crm-1',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  location: { city: 'Austin', region: 'TX', country: 'us', timeZone: 'america/chicago' },
  properties: { tier: 'gold', visits: 3, tags: ['a'] },
}

describe('R41: profiles', () => {
  test('are made with what is said, without consent; told again, nothing changes and nothing is pushed', async () => {
    const { result, entries } = await upsert([everything])
    expect(await profileOf(ada)).toMatchObject({
      id: result[0]?.id,
      external_id: 'crm-1',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      city: 'Austin',
      region: 'TX',
      country: 'US',
      time_zone: 'America/Chicago',
      properties: { tier: 'gold', visits: 3, tags: ['a'] },
      consent: 'NEVER_SUBSCRIBED',
    })
    expect(entries.map(({ kind }) => kind)).toEqual(['PROFILE_CHANGED'])
    expect(await upsert([everything])).toEqual({ result, entries: [] })
  })

  test('what is left out stays, what is null is cleared; of properties key by key', async () => {
    await upsert([everything])
    await upsert([
      { phoneNumber: ada, name: null, location: { city: null }, properties: { tier: null, new: 1 } },
    ])
    expect(await profileOf(ada)).toMatchObject({
      external_id: 'crm-1',
      name: null,
      email: 'ada@example.com',
      city: null,
      region: 'TX',
      properties: { visits: 3, tags: ['a'], new: 1 },
    })
    await upsert([{ phoneNumber: ada, location: null, properties: null, externalId: null, email: ' ' }])
    expect(await profileOf(ada)).toMatchObject({
      external_id: null,
      email: null,
      region: null,
      country: null,
      time_zone: null,
      properties: {},
    })
  })

  test('R18: consent stays as it is', async () => {
    await buildProfile(world.owner, account.accountId, { phone_number: ada, consent: 'UNSUBSCRIBED' })
    await upsert([everything])
    expect(await profileOf(ada)).toMatchObject({ consent: 'UNSUBSCRIBED', name: 'Ada Lovelace' })
  })

  test('a change is pushed with the conversation that shows it', async () => {
    const { conversationId, profileId } = await buildConversation(
      world.owner,
      account,
      {},
      { phone_number: ada },
    )
    const { entries } = await upsert([{ phoneNumber: ada, name: 'Ada' }])
    expect(entries).toMatchObject([{ kind: 'PROFILE_CHANGED', conversationId, profileId }])
  })

  test('of two items about one person the later prevails in what both say', async () => {
    const { result } = await upsert([
      { phoneNumber: ada, name: 'A', email: 'a@example.com' },
      { phoneNumber: ada, name: 'B' },
    ])
    expect(result[0]?.id).toBe(result[1]?.id)
    expect(await profileOf(ada)).toMatchObject({ name: 'B', email: 'a@example.com' })
  })

  test('an external id belongs to one profile; people can exchange theirs in one call', async () => {
    await upsert([
      { phoneNumber: ada, externalId: '1' },
      { phoneNumber: bob, externalId: '2' },
    ])
    const refused = await upsert([{ phoneNumber: ada, externalId: '2', name: 'No' }])
    expect(refused.entries).toEqual([])
    expect(refused.result).toMatchObject([
      { id: null, userErrors: [{ code: 'EXTERNAL_ID_TAKEN', field: ['profiles', '0', 'externalId'] }] },
    ])
    await upsert([
      { phoneNumber: ada, externalId: null },
      { phoneNumber: bob, externalId: '1' },
      { phoneNumber: ada, externalId: '2' },
    ])
    expect([(await profileOf(ada)).external_id, (await profileOf(bob)).external_id]).toEqual(['2', '1'])
  })

  test('R3: external ids and numbers of another account are free', async () => {
    const other = await buildAccount(world.owner)
    await buildProfile(world.owner, other.accountId, {
      phone_number: ada,
      external_id: 'crm-1',
      name: 'Theirs',
    })
    expect(codesOf((await upsert([everything])).result)).toEqual([[]])
    const { rows } = await world.owner.query('select name from profiles where account_id = $1', [
      other.accountId,
    ])
    expect(rows).toEqual([{ name: 'Theirs' }])
  })

  test('many are taken in parts, each result in its place', async () => {
    const numbers = Array.from({ length: 1_203 }, (_, index) => `+1415${String(5_560_000 + index)}`)
    const profiles = numbers.map((phoneNumber, index) => ({
      phoneNumber: index % 100 === 7 ? 'x' : phoneNumber,
    }))
    const result = await upsertProfiles(contextOf(world.db, account.accountId), profiles)
    expect(result.flatMap(({ id }, index) => (id === null ? [index] : []))).toEqual(
      profiles.flatMap(({ phoneNumber }, index) => (phoneNumber === 'x' ? [index] : [])),
    )
    expect((await profileOf(numbers[1_200] ?? '')).id).toBe(result[1_200]?.id)
  })

  test('two callers at once make one profile', async () => {
    const ctx = () => contextOf(world.db, account.accountId)
    const both = await Promise.all([
      upsertProfiles(ctx(), [{ phoneNumber: ada, name: 'A' }]),
      upsertProfiles(ctx(), [{ phoneNumber: ada, email: 'a@example.com' }]),
    ])
    expect(both[0][0]?.id).toBe(both[1][0]?.id)
    expect(await profileOf(ada)).toMatchObject({ name: 'A', email: 'a@example.com' })
  })

  test('whatever is told in whatever parts, the outcome is that of telling it one by one', async () => {
    const line = fc.option(fc.constantFrom('x', 'y', 'z'), { nil: null })
    const item = fc.record(
      {
        phoneNumber: fc.constantFrom(ada, bob, '+14155550103'),
        name: line,
        externalId: line,
        properties: fc.option(fc.dictionary(fc.constantFrom('a', 'b'), fc.option(fc.integer())), {
          nil: null,
        }),
      },
      { requiredKeys: ['phoneNumber'] },
    )
    const stateOf = async (accountId: string) =>
      (
        await world.owner.query(
          'select phone_number, name, external_id, properties from profiles where account_id = $1 order by 1',
          [accountId],
        )
      ).rows
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 8 }), async (items) => {
        const [one, two] = [await buildAccount(world.owner), await buildAccount(world.owner)]
        const together = await upsertProfiles(contextOf(world.db, one.accountId), items)
        const single: string[][] = []
        for (const item of items)
          single.push(...codesOf(await upsertProfiles(contextOf(world.db, two.accountId), [item])))
        expect(codesOf(together)).toEqual(single)
        expect(await stateOf(one.accountId)).toEqual(await stateOf(two.accountId))
      }),
      { numRuns: 40 },
    )
  })
})

describe('R41: an item that can’t be taken stores nothing and leaves the others alone', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`)
  test.each<[string, Partial<ProfileFields>, string[]]>([
    ['PHONE_NUMBER_INVALID', { phoneNumber: 'call me' }, ['phoneNumber']],
    ['PHONE_NUMBER_INVALID', { phoneNumber: '' }, ['phoneNumber']],
    ['EXTERNAL_ID_REQUIRED', { externalId: '' }, ['externalId']],
    ['EXTERNAL_ID_REQUIRED', { externalId: '  ' }, ['externalId']],
    ['EXTERNAL_ID_TOO_LONG', { externalId: 'x'.repeat(201) }, ['externalId']],
    ['EXTERNAL_ID_INVALID', { externalId: 'a\0' }, ['externalId']],
    ['NAME_TOO_LONG', { name: 'x'.repeat(201) }, ['name']],
    ['NAME_INVALID', { name: 'half an emoji \ud83d' }, ['name']],
    ['EMAIL_INVALID', { email: 'ada@' }, ['email']],
    ['EMAIL_INVALID', { email: 'a@example.com\r\nBcc: b@example.com' }, ['email']],
    ['CITY_TOO_LONG', { location: { city: 'x'.repeat(201) } }, ['location', 'city']],
    ['REGION_INVALID', { location: { region: 'a\0' } }, ['location', 'region']],
    ['COUNTRY_INVALID', { location: { country: 'Atlantis' } }, ['location', 'country']],
    ['TIME_ZONE_INVALID', { location: { timeZone: 'Mars/Olympus' } }, ['location', 'timeZone']],
    ['TIME_ZONE_INVALID', { location: { timeZone: '+05:30' } }, ['location', 'timeZone']],
    ['PROPERTIES_TOO_LARGE', { properties: { a: 'x'.repeat(16_384) } }, ['properties']],
    ['PROPERTIES_INVALID', { properties: { a: ['\0'] } }, ['properties']],
    ['PROPERTIES_INVALID', { properties: { '\ud83d': 1 } }, ['properties']],
    ['PROPERTIES_INVALID', { properties: deep }, ['properties']],
  ])('%s: %j', async (code, fields, field) => {
    const { result } = await upsert([
      { phoneNumber: ada, ...fields },
      { phoneNumber: bob, name: 'Bob' },
    ])
    expect(result).toMatchObject([
      { id: null, userErrors: [{ code, field: ['profiles', '0', ...field] }] },
      { userErrors: [] },
    ])
    expect(await profileOf(ada)).toBeUndefined()
    expect(await profileOf(bob)).toMatchObject({ name: 'Bob' })
  })

  test('all that is wrong with an item is said at once; text with a written-out escape is fine', async () => {
    const { result } = await upsert([
      { phoneNumber: 'x', email: 'y', location: { country: 'zz' } },
      { phoneNumber: ada, properties: { path: 'C:\\u0000' } },
    ])
    expect(codesOf(result)).toEqual([['PHONE_NUMBER_INVALID', 'EMAIL_INVALID', 'COUNTRY_INVALID'], []])
  })

  test('properties that grow too large by merging are refused as well', async () => {
    const half = 'x'.repeat(9_000)
    const { result } = await upsert([
      { phoneNumber: ada, properties: { a: half } },
      { phoneNumber: ada, properties: { b: half } },
    ])
    expect(codesOf(result)).toEqual([[], ['PROPERTIES_TOO_LARGE']])
    expect(await profileOf(ada)).toMatchObject({ properties: { a: half } })
  })

  test('more than 10,000 are refused whole', async () => {
    const profiles = Array.from({ length: 10_001 }, () => ({ phoneNumber: ada }))
    const refused = upsertProfiles(contextOf(world.db, account.accountId), profiles)
    await expect(refused).rejects.toThrow(AppError)
    expect(await profileOf(ada)).toBeUndefined()
  })

  test.each([
    ['us', 'US'],
    ['Germany', 'DE'],
    ['United Kingdom', 'GB'],
    ['UK', 'GB'],
    ['usa', 'US'],
  ])('a country may be written as %s', async (country, code) => {
    await upsert([{ phoneNumber: ada, location: { country } }])
    expect(await profileOf(ada)).toMatchObject({ country: code })
  })
})

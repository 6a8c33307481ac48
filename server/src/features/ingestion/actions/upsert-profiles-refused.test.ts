import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../platform/errors.ts'
import { type BuiltAccount, contextOf } from '../../../test/build.ts'
import { openIngestionRig } from '../../../test/ingestion-rig.ts'
import type { ProfileFields } from '../read-profile.ts'
import { upsertProfiles } from './upsert-profiles.ts'

const { profileOf, renew, upsert, world } = await openIngestionRig()
let account: BuiltAccount
beforeEach(async () => {
  account = await renew()
})
afterAll(() => world.close())

const ada = '+14155550101'
const bob = '+14155550102'
const codesOf = (results: { userErrors: { code: string }[] }[]) =>
  results.map(({ userErrors }) => userErrors.map(({ code }) => code))

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

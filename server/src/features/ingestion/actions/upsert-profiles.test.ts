import * as fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  contextOf,
} from '../../../test/build.ts'
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

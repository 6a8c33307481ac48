import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type BuiltAccount, buildAccount } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import type { Actor, ApiScope } from '../auth/actor.ts'
import type { AppError } from '../errors.ts'
import { newId } from '../ids.ts'

let rig: GraphqlRig
let account: BuiltAccount
beforeAll(async () => {
  rig = await startGraphqlRig()
})
beforeEach(async () => {
  account = await buildAccount(rig.world.owner)
})
afterAll(() => rig.close())

const key = (...scopes: ApiScope[]): Actor => ({
  kind: 'apiKey',
  accountId: account.accountId,
  apiKeyId: newId(),
  scopes,
})
const variables = { profiles: [{ phoneNumber: '+14155550101', name: 'Ada' }] }
const upsert = (fields: string, more = ''): string => `
  mutation ($profiles: [ProfileInput!]!) { upsertProfiles(profiles: $profiles) { results { profile { ${fields} } } } } ${more}`
const stored = async (): Promise<number | null> =>
  (await rig.world.owner.query('select from profiles where account_id = $1', [account.accountId])).rowCount

describe('each scope gives only its own: what a mutation answers with', () => {
  test.each([
    ['events { nodes { id } }', ''],
    ['orders { nodes { id } }', ''],
    ['consentHistory { to }', ''],
    ['conversation { id }', ''],
    ['name ...Rest', 'fragment Rest on Profile { conversation { messages { nodes { text } } } }'],
  ])('does not open what lies behind a person to a key without READ: %s', async (fields, fragment) => {
    for (const _ of ['interpreted', 'compiled', 'compiled']) {
      const { errors } = await rig.ask(key('INGEST'), upsert(fields, fragment), variables)
      expect(
        errors?.map((error) => [error.message, (error.originalError as AppError | undefined)?.code]),
      ).toEqual([['This API key lacks the scope READ', 'FORBIDDEN']])
      // Refused before anything was done.
      expect(await stored()).toBe(0)
    }
    const { errors } = await rig.ask(key('INGEST', 'READ'), upsert(fields, fragment), variables)
    expect(errors).toBeUndefined()
    expect(await stored()).toBe(1)
  })

  test('is the person as they are now', async () => {
    const { data } = await rig.ask(key('INGEST'), upsert('name consent { state }'), variables)
    expect(data).toEqual({
      upsertProfiles: {
        results: [{ profile: { name: 'Ada', consent: { state: 'NEVER_SUBSCRIBED' } } }],
      },
    })
  })
})

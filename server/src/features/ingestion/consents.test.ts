import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { agentOf, type BuiltAccount, buildAccount, buildConversation, buildUser } from '../../test/build.ts'
import { buildApiKey } from '../../test/build-nodes.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let account: BuiltAccount
let key: Actor
beforeAll(async () => {
  rig = await startGraphqlRig()
  account = await buildAccount(rig.world.owner)
  const { accountId } = account
  const apiKeyId = await buildApiKey(rig.world.owner, accountId, ['INGEST', 'READ'])
  key = { kind: 'apiKey', accountId, apiKeyId, scopes: ['INGEST', 'READ'] }
})
afterAll(() => rig.close())

const RECORD = `mutation ($consents: [ConsentInput!]!) {
  recordConsents(consents: $consents) {
    results {
      profile { phoneNumber consent { state since } conversation { replyGate { reasons } } }
      userErrors { code field }
    }
  }
}`
interface Answer {
  recordConsents: { results: { profile: Record<string, unknown> | null; userErrors: unknown[] }[] }
}
const record = async (consents: object[]): Promise<Answer['recordConsents']['results']> =>
  ((await rig.get(key, RECORD, { consents })) as unknown as Answer).recordConsents.results

describe('R41: recordConsents', () => {
  test('gives each item its profile, whose composer is open by then (R6)', async () => {
    const phone = '+14155550301'
    await buildConversation(
      rig.world.owner,
      account,
      {},
      { phone_number: phone, consent: 'NEVER_SUBSCRIBED' },
    )
    const at = '2026-01-02T03:04:05.000Z'
    expect(await record([{ phoneNumber: phone, state: 'SUBSCRIBED', evidence: 'Form', at }])).toMatchObject([
      {
        profile: {
          phoneNumber: phone,
          consent: { state: 'SUBSCRIBED', since: at },
          conversation: { replyGate: { reasons: [] } },
        },
        userErrors: [],
      },
    ])
  })

  test('malformed strings are errors of their item, in the items’ order', async () => {
    const good = { phoneNumber: '+1 415 555 0302', state: 'UNSUBSCRIBED', evidence: 'Form' }
    const results = await record([
      { ...good, phoneNumber: 'Ada', at: 'yesterday', evidence: '' },
      good,
      { ...good, state: 'NEVER_SUBSCRIBED' },
    ])
    expect(results).toMatchObject([
      {
        profile: null,
        userErrors: [
          { code: 'PHONE_NUMBER_INVALID', field: ['consents', '0', 'phoneNumber'] },
          { code: 'AT_INVALID', field: ['consents', '0', 'at'] },
          { code: 'EVIDENCE_REQUIRED', field: ['consents', '0', 'evidence'] },
        ],
      },
      { profile: { phoneNumber: '+14155550302', conversation: null }, userErrors: [] },
      { profile: null, userErrors: [{ code: 'NOT_UNDONE', field: ['consents', '2', 'state'] }] },
    ])
  })

  test('nothing asked, nothing done', async () => {
    expect(await record([])).toEqual([])
  })

  test.each<[string, () => Promise<Actor>]>([
    [
      'R2: Support',
      async () => agentOf(account.accountId, await buildUser(rig.world.owner, account.accountId)),
    ],
    [
      'R1: an Analyst',
      async () =>
        agentOf(account.accountId, await buildUser(rig.world.owner, account.accountId, 'ANALYST'), 'ANALYST'),
    ],
    ['a key with every other scope', async () => ({ ...key, scopes: ['READ', 'REPLY', 'MANAGE'] }) as Actor],
  ])('is not for %s', async (_, actor) => {
    const consents = [{ phoneNumber: '+14155550303', state: 'SUBSCRIBED', evidence: 'Form' }]
    const { errors } = await rig.ask(await actor(), RECORD, { consents })
    expect(errors?.map(({ originalError }) => originalError)).toMatchObject([{ code: 'FORBIDDEN' }])
    const { rowCount } = await rig.world.owner.query(
      `select from profiles where phone_number = '+14155550303'`,
    )
    expect(rowCount).toBe(0)
  })

  test('5,000 in a call are answered, each with its profile', async () => {
    const consents = Array.from({ length: 5_000 }, (_, index) => ({
      phoneNumber: `+1415${String(6_000_000 + index)}`,
      state: 'SUBSCRIBED',
      evidence: 'Import',
    }))
    const results = await record(consents)
    expect(results.map(({ profile }) => profile?.phoneNumber)).toEqual(
      consents.map(({ phoneNumber }) => phoneNumber),
    )
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toGlobalId } from '../../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  contextOf,
} from '../../../test/build.ts'
import { awake } from '../../../test/daytime.ts'
import { type GraphqlRig, startGraphqlRig } from '../../../test/graphql-rig.ts'
import { planOf, rowsRead } from '../../../test/plan-of.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { claimPaced } from '../../messages/pacing/claim-paced.ts'
import { CANCEL, cancelSourceMessages } from './cancel-source-messages.ts'
import { sendMessages } from './send-messages.ts'

let rig: GraphqlRig
let account: BuiltAccount
beforeAll(async () => {
  rig = await startGraphqlRig()
})
beforeEach(async () => {
  account = await buildAccount(rig.world.owner)
})
afterAll(() => rig.close())

const ctx = () => contextOf(rig.world.db, account.accountId)
const send = async (externalId: string, numbers: string[]): Promise<string> => {
  const source = { type: 'CAMPAIGN' as const, name: 'Spring sale', externalId }
  const messages = numbers.map((phoneNumber) => ({ phoneNumber, text: 'Hello', externalId: phoneNumber }))
  const { sourceId, results } = await sendMessages(ctx(), source, messages)
  expect(results.flatMap(({ userErrors }) => userErrors)).toEqual([])
  return sourceId ?? ''
}
const people = async (count: number): Promise<string[]> => {
  const numbers = Array.from({ length: count }, (_, n) => `+1415${5_570_000 + n}`)
  for (const phone_number of numbers)
    await buildProfile(rig.world.owner, account.accountId, { phone_number, ...awake() })
  return numbers
}
const statuses = async (sourceId: string): Promise<string[]> =>
  (
    await rig.world.owner.query('select status from messages where source_id = $1 order by seq', [sourceId])
  ).rows.map(({ status }) => status)

describe('R41: a campaign that is called off', () => {
  test('sends no more, and everybody is told; another goes on', async () => {
    const [one = '', two = ''] = await people(2)
    await buildConversation(rig.world.owner, account, {}, { phone_number: '+14155580000', ...awake() })
    const sourceId = await send('spring', [one, two, '+14155580000'])
    const other = await send('summer', [one])
    const { result, entries } = await pushEqualsRefetch(rig.world.db, account.accountId, () =>
      cancelSourceMessages(ctx(), sourceId),
    )
    expect(result.canceled).toBe(3)
    expect(entries.map(({ kind }) => kind)).toEqual(Array.from({ length: 3 }, () => 'MESSAGE_CHANGED'))
    expect(await statuses(sourceId)).toEqual(['CANCELED', 'CANCELED', 'CANCELED'])
    const { claims } = await claimPaced(ctx(), account.senderId, 20)
    expect(claims).toHaveLength(1)
    expect(await statuses(other)).toEqual(['QUEUED'])
    expect((await cancelSourceMessages(ctx(), sourceId)).canceled).toBe(0)
  })

  test('in the midst of being sent: each message is either on its way or called off, never both', async () => {
    await rig.world.owner.query('update senders set messages_per_second = 1000')
    const sourceId = await send('spring', await people(60))
    const claiming = Promise.all(Array.from({ length: 4 }, () => claimPaced(ctx(), account.senderId, 10)))
    const [looks, { canceled }] = await Promise.all([claiming, cancelSourceMessages(ctx(), sourceId)])
    const claimed = looks.flatMap(({ claims }) => claims)
    expect(claimed.length + canceled).toBe(60)
    const { rows } = await rig.world.owner.query(
      `select status, send_started_at is not null as started, count(*)::int as n from messages where source_id = $1 group by 1, 2`,
      [sourceId],
    )
    for (const { status, started } of rows)
      expect([status, started]).toEqual([started ? 'QUEUED' : 'CANCELED', started])
  })

  test('is told again as called off by its external id, and is not sent by that', async () => {
    const numbers = await people(1)
    const sourceId = await send('spring', numbers)
    await cancelSourceMessages(ctx(), sourceId)
    await send('spring', numbers)
    expect(await statuses(sourceId)).toEqual(['CANCELED'])
  })

  test('is found by index, whatever the account has', async () => {
    const sourceId = await send('spring', await people(20))
    const other = await send('other', ['+14155570000'])
    await rig.world.owner.query(
      `insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id, source_id, external_id, paced_at)
       select gen_random_uuid(), $1, gen_random_uuid(), 100000 + n, 'OUTBOUND', 'CAMPAIGN', 'x', 'GSM7', 1, 'QUEUED', $2, $3, 'x' || n, now()
       from generate_series(1, 5000) n`,
      [account.accountId, account.senderId, other],
    )
    await rig.world.owner.query('analyze messages')
    const nodes = await planOf(rig.world, account, CANCEL, [sourceId])
    expect(rowsRead(nodes)).toBeLessThanOrEqual(100)
  })

  test('R3: over the API, another account’s is one that there is not', async () => {
    const sourceId = await send('spring', await people(1))
    const theirs = await buildAccount(rig.world.owner)
    const CALL = `mutation ($id: ID!) { cancelSourceMessages(sourceId: $id) { source { name } canceledCount userErrors { code field } } }`
    const call = (accountId: string, id: string) =>
      rig.get({ kind: 'apiKey', accountId, apiKeyId: accountId, scopes: ['INGEST', 'READ'] }, CALL, { id })
    const refused = {
      cancelSourceMessages: {
        source: null,
        canceledCount: 0,
        userErrors: [{ code: 'NOT_FOUND', field: ['sourceId'] }],
      },
    }
    expect(await call(theirs.accountId, toGlobalId('MessageSource', sourceId))).toEqual(refused)
    expect(await call(account.accountId, 'src_x')).toEqual(refused)
    expect(await call(account.accountId, toGlobalId('MessageSource', sourceId))).toEqual({
      cancelSourceMessages: { source: { name: 'Spring sale' }, canceledCount: 1, userErrors: [] },
    })
  })
})

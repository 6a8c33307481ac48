import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { agentOf, type BuiltAccount, buildAccount, buildConversation } from '../../test/build.ts'
import { type HttpGraphqlRig, startHttpGraphqlRig } from '../../test/http-graphql-rig.ts'
import { newId, toGlobalId } from '../ids.ts'

let rig: HttpGraphqlRig
let account: BuiltAccount
let conversationId = ''
beforeAll(async () => {
  rig = await startHttpGraphqlRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  account = await buildAccount(rig.world.owner)
  conversationId = (await buildConversation(rig.world.owner, account, { is_unread: true })).conversationId
  rig.actors.set('support', agentOf(account.accountId, newId()))
})

const COUNT = '{ unreadCount }'

describe('an answer is not shared', () => {
  test('R3: with another account, nor with other rights', async () => {
    const other = await buildAccount(rig.world.owner)
    rig.actors.set('stranger', agentOf(other.accountId, newId()))
    rig.actors.set('owner', agentOf(account.accountId, newId(), 'OWNER'))
    rig.actors.set('analyst', agentOf(account.accountId, newId(), 'ANALYST'))
    const key = { kind: 'apiKey' as const, accountId: account.accountId, apiKeyId: newId() }
    rig.actors.set('key', { ...key, scopes: ['READ'] })
    rig.actors.set('writer', { ...key, scopes: ['REPLY'] })
    expect(await rig.executedOf(3, COUNT)).toBe(2)
    for (const as of ['owner', 'key', 'stranger']) expect(await rig.executedOf(3, COUNT, { as })).toBe(2)
    expect(await rig.ask(COUNT)).toEqual({ unreadCount: 1 })
    expect(await rig.ask(COUNT, { as: 'stranger' })).toEqual({ unreadCount: 0 })
    for (const as of ['analyst', 'writer', 'analyst', 'writer', 'analyst']) {
      const { errors } = JSON.parse(await (await rig.request(COUNT, { as })).text())
      expect(errors[0].extensions.code).toBe('FORBIDDEN')
    }
    expect((await rig.request(COUNT, { as: 'nobody' })).status).toBe(401)
  })

  test('between media types, nor between variables', async () => {
    const accept = 'application/graphql-response+json'
    expect(await rig.executedOf(3, COUNT)).toBe(2)
    expect(await rig.executedOf(3, COUNT, { accept })).toBe(2)
    expect((await rig.request(COUNT, { accept })).headers.get('content-type')).toContain(accept)
    expect((await rig.request(COUNT)).headers.get('content-type')).toContain('application/json')
    const query = 'query ($n: Int!) { conversations(first: $n) { nodes { id } } }'
    for (const n of [1, 2]) expect(await rig.executedOf(3, query, { variables: { n } })).toBe(2)
  })
})

describe('what is never kept', () => {
  test.each([
    ['a change', `mutation { markConversationsUnread(ids: []) { userErrors { code } } }`],
    ['who asks', '{ viewer { role } }'],
    ['who asks, beside what is kept', '{ unreadCount viewer { user { id } } }'],
    ['activity', '{ conversations { nodes { profile { events { nodes { id } } } } } }'],
    ['orders', '{ conversations { nodes { profile { orders { nodes { id } } } } } }'],
    [
      'activity in a fragment',
      `{ conversations { nodes { ...C } } } fragment C on Conversation { profile { ...P } }
      fragment P on Profile { events { nodes { id } } }`,
    ],
    ["a source's figures", '{ conversations { nodes { sources { clickCount } } } }'],
    ['any node', '{ node(id: "cnv_x") { id } }'],
    ['the settings', '{ settings { shortenLinks } }'],
    ['the schema', '{ __schema { queryType { name } } }'],
  ])('%s', async (_, query) => {
    expect(await rig.executedOf(4, query)).toBe(4)
  })

  test('errors, be they of a part', async () => {
    const refused = '{ unreadCount conversations(first: 0) { totalCount } }'
    expect(await rig.executedOf(5, refused)).toBe(5)
    const partly = `{ conversation(id: "${toGlobalId('Conversation', conversationId)}") { isUnread messages(last: 0) { nodes { id } } } }`
    expect(await rig.executedOf(5, partly)).toBe(5)
    const { errors } = JSON.parse(await (await rig.request(partly)).text())
    expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
  })
})

test('a body that is no JSON is 400, however often it comes; JSON that is no request, too', async () => {
  for (const body of ['{"query":', '', 'null', '5', '"{ unreadCount }"', '{}', '{"query":5}']) {
    for (const _time of [1, 2, 3]) {
      const response = await rig.post(body)
      expect([body, response.status]).toEqual([body, 400])
      expect(JSON.parse(await response.text()).errors).toHaveLength(1)
    }
  }
})

import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { markConversationsRead } from '../../features/conversations/actions/mark-conversations-read.ts'
import { markConversationsUnread } from '../../features/conversations/actions/mark-conversations-unread.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildUser,
  contextOf,
  silent,
} from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import type { Actor } from '../auth/actor.ts'
import type { Database } from '../db/database.ts'
import { newId, toGlobalId } from '../ids.ts'
import { graphqlRoutes } from './graphql-routes.ts'

let rig: GraphqlRig
let app: FastifyInstance
let url = ''
/** Of another process. */
let elsewhere: Database
let account: BuiltAccount
let conversationId = ''
const actors = new Map<string, Actor>()
let executions = 0
let beforeExecuting: () => Promise<void> | void = () => undefined

beforeAll(async () => {
  rig = await startGraphqlRig()
  elsewhere = rig.world.openAnother(3)
  app = Fastify()
  await app.register(graphqlRoutes, {
    schema: rig.schema,
    executor: {
      execute: async (request) => {
        executions += 1
        await beforeExecuting()
        return rig.executor.execute(request)
      },
    },
    authenticator: { authenticate: async ({ authorization }) => actors.get(`${authorization}`) ?? null },
    db: rig.world.db,
    log: silent,
    publicUrl: 'http://parley.test',
  })
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`
})
afterAll(async () => {
  await app.close()
  await rig.close()
})
beforeEach(async () => {
  vi.restoreAllMocks()
  beforeExecuting = () => undefined
  account = await buildAccount(rig.world.owner)
  conversationId = (await buildConversation(rig.world.owner, account, { is_unread: true })).conversationId
  actors.set('support', agentOf(account.accountId, await buildUser(rig.world.owner, account.accountId)))
  executions = 0
})

const COUNT = '{ unreadCount }'
interface Ask {
  as?: string
  accept?: string
  variables?: Record<string, unknown>
}
const request = (query: string, { as = 'support', accept = 'application/json', variables }: Ask = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: as, accept },
    body: JSON.stringify({ query, variables }),
  })
const ask = async (query: string, how?: Ask): Promise<Record<string, unknown>> => {
  const { data, errors } = JSON.parse(await (await request(query, how)).text())
  expect(errors).toBeUndefined()
  return data
}
/** How often this was executed of so many times that it was asked for. */
const executedOf = async (times: number, query: string, how?: Ask): Promise<number> => {
  const before = executions
  for (let time = 0; time < times; time++) await (await request(query, how)).text()
  return executions - before
}
const unread = (db: Database = rig.world.db) =>
  markConversationsUnread(contextOf(db, account.accountId), [conversationId])
const read = (db: Database = rig.world.db) =>
  markConversationsRead(contextOf(db, account.accountId), [conversationId])

describe('an answer is kept', () => {
  test('from the second time on, and given as it was, while the log stands', async () => {
    const query =
      '{ conversations { nodes { id isUnread lastMessage { text } profile { name } } totalCount } }'
    expect(await executedOf(5, query)).toBe(2)
    const [fresh, kept] = [await request(`${query} `), await request(query)]
    expect(await kept.text()).toBe(await fresh.text())
    const headers = ({ headers: of }: Response) => [of.get('content-type'), of.get('content-length')]
    expect(headers(kept)).toEqual(headers(fresh))
  })

  test.each<[string, () => Database]>([
    ['this process', () => rig.world.db],
    ['another', () => elsewhere],
  ])('until a commit of %s: the next answer is fresh', async (_, database) => {
    for (const _time of [1, 2, 3]) expect(await ask(COUNT)).toEqual({ unreadCount: 1 })
    for (const [act, unreadCount] of [
      [read, 0],
      [unread, 1],
      [read, 0],
    ] as const) {
      await act(database())
      for (const _time of [1, 2, 3]) expect(await ask(COUNT)).toEqual({ unreadCount })
    }
  })

  test('for 5 s at most: names of sources are not in the log', async () => {
    expect(await executedOf(3, COUNT)).toBe(2)
    const now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now + 4_900)
    expect(await executedOf(1, COUNT)).toBe(0)
    vi.spyOn(Date, 'now').mockImplementation(() => now + 5_100)
    expect(await executedOf(2, COUNT)).toBe(1)
  })

  test('for who asks the very same at the same time, who share one execution', async () => {
    await ask(COUNT)
    const gate = Promise.withResolvers<void>()
    beforeExecuting = () => gate.promise
    executions = 0
    const asked = Array.from({ length: 20 }, () => ask(COUNT))
    await vi.waitFor(() => expect(executions).toBeGreaterThan(0))
    gate.resolve()
    expect(new Set((await Promise.all(asked)).map((data) => JSON.stringify(data))).size).toBe(1)
    // Sequences were read in two goes at most, and nothing was written.
    expect(executions).toBe(1)
  })

  test('for none of those who waited for one that failed', async () => {
    await ask(COUNT)
    const gate = Promise.withResolvers<void>()
    executions = 0
    beforeExecuting = async () => {
      if (executions > 1) return
      await gate.promise
      vi.spyOn(rig.world.db.pool, 'connect').mockRejectedValueOnce(new Error('away') as never)
    }
    const asked = Array.from({ length: 5 }, async () => JSON.parse(await (await request(COUNT)).text()))
    await vi.waitFor(() => expect(executions).toBe(1))
    gate.resolve()
    const answers = await Promise.all(asked)
    expect(answers.filter(({ errors }) => errors)).toHaveLength(1)
    expect(answers.filter(({ data }) => data?.unreadCount === 1)).toHaveLength(4)
  })
})

test('R40: in any interleaving no answer is older than a commit that was acknowledged before it was asked for', async () => {
  const databases = [rig.world.db, elsewhere]
  const query = `{ conversation(id: "${toGlobalId('Conversation', conversationId)}") { isUnread } }`
  /** Writes acknowledged so far, and begun: each turns the state over, from unread. */
  let [acknowledged, begun] = [0, 0]
  let isWriting = true
  const reader = async (): Promise<number> => {
    let asked = 0
    for (; isWriting; asked++) {
      const floor = acknowledged
      const { conversation } = await ask(query)
      const { isUnread } = conversation as { isUnread: boolean }
      const possible = Array.from({ length: begun - floor + 1 }, (_, index) => (floor + index) % 2 === 0)
      expect(possible).toContain(isUnread)
      if (Math.random() < 0.1) await new Promise((resolve) => setImmediate(resolve))
    }
    return asked
  }
  const readers = Promise.all([1, 2, 3].map(reader))
  for (let write = 0; write < 60; write++) {
    const db = databases[Math.floor(Math.random() * 2)] ?? elsewhere
    begun += 1
    await (write % 2 === 0 ? read : unread)(db)
    acknowledged += 1
    // Often enough the log stands, so that answers are kept and given again.
    for (let still = 0; still < Math.floor(Math.random() * 4); still++)
      expect(await ask(query)).toEqual({ conversation: { isUnread: begun % 2 === 0 } })
  }
  isWriting = false
  const asked = (await readers).reduce((sum, count) => sum + count, 0)
  expect(executions, 'some were kept').toBeLessThan(asked)
})

describe('an answer is not shared', () => {
  test('R3: with another account, nor with other rights', async () => {
    const other = await buildAccount(rig.world.owner)
    actors.set('stranger', agentOf(other.accountId, newId()))
    actors.set('owner', agentOf(account.accountId, newId(), 'OWNER'))
    actors.set('analyst', agentOf(account.accountId, newId(), 'ANALYST'))
    const key = { kind: 'apiKey' as const, accountId: account.accountId, apiKeyId: newId() }
    actors.set('key', { ...key, scopes: ['READ'] })
    actors.set('writer', { ...key, scopes: ['REPLY'] })
    await read()
    await unread()
    expect(await executedOf(3, COUNT)).toBe(2)
    for (const as of ['owner', 'key', 'stranger']) expect(await executedOf(3, COUNT, { as })).toBe(2)
    expect(await ask(COUNT)).toEqual({ unreadCount: 1 })
    expect(await ask(COUNT, { as: 'stranger' })).toEqual({ unreadCount: 0 })
    for (const as of ['analyst', 'writer', 'analyst', 'writer', 'analyst']) {
      const { errors } = JSON.parse(await (await request(COUNT, { as })).text())
      expect(errors[0].extensions.code).toBe('FORBIDDEN')
    }
    expect((await request(COUNT, { as: 'nobody' })).status).toBe(401)
  })

  test('between media types, nor between variables', async () => {
    const accept = 'application/graphql-response+json'
    expect(await executedOf(3, COUNT)).toBe(2)
    expect(await executedOf(3, COUNT, { accept })).toBe(2)
    expect((await request(COUNT, { accept })).headers.get('content-type')).toContain(accept)
    expect((await request(COUNT)).headers.get('content-type')).toContain('application/json')
    const query = 'query ($n: Int!) { conversations(first: $n) { nodes { id } } }'
    for (const n of [1, 2]) expect(await executedOf(3, query, { variables: { n } })).toBe(2)
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
    expect(await executedOf(4, query)).toBe(4)
  })

  test('errors, be they of a part', async () => {
    const refused = '{ unreadCount conversations(first: 0) { totalCount } }'
    expect(await executedOf(5, refused)).toBe(5)
    const partly = `{ conversation(id: "${toGlobalId('Conversation', conversationId)}") { isUnread messages(last: 0) { nodes { id } } } }`
    expect(await executedOf(5, partly)).toBe(5)
    const { errors } = JSON.parse(await (await request(partly)).text())
    expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
  })
})

test('a body that is no JSON is 400, however often it comes; JSON that is no request, too', async () => {
  for (const body of ['{"query":', '', 'null', '5', '"{ unreadCount }"', '{}', '{"query":5}']) {
    for (const _time of [1, 2, 3]) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'support' },
        body,
      })
      expect([body, response.status]).toEqual([body, 400])
      expect(JSON.parse(await response.text()).errors).toHaveLength(1)
    }
  }
})

import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { agentOf, type BuiltAccount, buildAccount, buildConversation, silent } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import type { Actor } from '../auth/actor.ts'
import { newId, toGlobalId } from '../ids.ts'
import { graphqlRoutes } from './graphql-routes.ts'

let rig: GraphqlRig
let app: FastifyInstance
let one: BuiltAccount
const actors: Record<string, Actor> = {}
let executions = 0

beforeAll(async () => {
  rig = await startGraphqlRig()
  one = await buildAccount(rig.world.owner)
  const other = await buildAccount(rig.world.owner)
  for (let index = 0; index < 3; index++) await buildConversation(rig.world.owner, one)
  actors.one = agentOf(one.accountId, newId())
  actors.colleague = agentOf(one.accountId, newId())
  actors.manager = agentOf(one.accountId, newId(), 'MANAGER')
  actors.analyst = agentOf(one.accountId, newId(), 'ANALYST')
  actors.other = agentOf(other.accountId, newId())
  app = Fastify()
  await app.register(graphqlRoutes, {
    schema: rig.schema,
    executor: {
      execute: (request) => {
        executions += 1
        return rig.executor.execute(request)
      },
    },
    authenticator: { authenticate: async ({ authorization = '' }) => actors[authorization] ?? null },
    db: rig.world.db,
    log: silent,
    publicUrl: 'http://parley.test',
  })
})
afterAll(async () => {
  await app.close()
  await rig.close()
})
beforeEach(() => {
  executions = 0
})

const post = async (authorization: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    payload: JSON.stringify(body),
  })
  return { status: response.statusCode, type: response.headers['content-type'], body: response.json() }
}

let made = 0
/** Another text than any before, so that nothing of it is known yet. */
const fresh = (fields: string): { query: string } => {
  made += 1
  return { query: `query Q${made} { ${fields} }` }
}

const list = 'conversations(first: 2) { nodes { id status profile { id name } } totalCount }'

describe('answers that are kept', () => {
  test('are given again while the log stands, to all of the same rights, from the second time on', async () => {
    const asked = fresh(list)
    const answers: unknown[] = []
    for (const who of ['one', 'colleague', 'one', 'colleague']) answers.push(await post(who, asked))
    expect(answers).toEqual(answers.map(() => answers[0]))
    expect(executions).toBe(2)
  })

  test('are made anew once the log has moved', async () => {
    const asked = fresh(list)
    const answers = []
    for (let time = 0; time < 3; time++) answers.push(await post('one', asked))
    const { conversationId } = await buildConversation(rig.world.owner, one)
    const moved = 'update account_heads set seq = seq + 1 where account_id = $1'
    await rig.world.owner.query(moved, [one.accountId])
    const { body } = await post('one', asked)
    expect(executions).toBe(3)
    expect(body.data.conversations.nodes[0].id).toBe(toGlobalId('Conversation', conversationId))
    expect(answers.map((answer) => answer.body)).not.toContainEqual(body)
  })

  test('R1, R3: are not for other rights, and not for another account', async () => {
    const asked = fresh(list)
    for (let time = 0; time < 3; time++) await post('one', asked)
    const before = executions
    expect((await post('other', asked)).body.data.conversations.nodes).toEqual([])
    expect((await post('analyst', asked)).body.errors[0].extensions.code).toBe('FORBIDDEN')
    expect((await post('nobody', asked)).status).toBe(401)
    await post('manager', asked)
    expect(executions).toBe(before + 3)
  })

  test('are merged while they are made', async () => {
    const asked = fresh(list)
    await post('one', asked)
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('one', asked)))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(executions).toBeLessThan(9)
  })

  test('are never those of what the log does not tell of, nor errors', async () => {
    const viewer = fresh('viewer { user { name } role }')
    const refused = fresh('conversations(first: 0) { totalCount }')
    for (let time = 0; time < 4; time++) {
      await post('one', viewer)
      expect((await post('one', refused)).body.errors).toHaveLength(1)
    }
    expect(executions).toBe(8)
  })
})

describe('a request in which all is known is answered as Apollo answered it before', () => {
  const viewer = 'viewer { role }'
  const types = [undefined, '*/*', 'application/json', 'application/graphql-response+json', 'text/html']

  test.each(types)('in the media type that %s accepts', async (accept) => {
    const asked = fresh(viewer)
    const answers: unknown[] = []
    for (let time = 0; time < 4; time++) answers.push(await post('one', asked, accept ? { accept } : {}))
    expect(answers).toEqual(answers.map(() => answers[0]))
  })

  const count = 'query ($n: Int) { conversations(first: $n) { nodes { id } } }'
  const two = 'query A { viewer { role } } query B { unreadCount }'
  const named = 'query Named { viewer { role } }'
  test.each([
    ['a good one', { query: count, variables: { n: 1 } }],
    ['a refused argument', { query: count, variables: { n: 0 } }],
    ['a variable of a wrong type', { query: count, variables: { n: 'one' } }],
    ['variables that are no object', { query: count, variables: [1] }],
    ['variables that are null', { query: count, variables: null }],
    ['variables that are text', { query: count, variables: '{"n":1}' }],
    ['one operation of two', { query: two, operationName: 'B' }],
    ['none of two', { query: two }],
    ['an operation by its name', { query: named, operationName: 'Named' }],
    ['a name that is no operation’s', { query: named, operationName: 'Other' }],
    ['a name that is no text', { query: named, operationName: 5 }],
    ['a stored query', { query: named, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }],
    ['extensions that are no object', { query: named, extensions: 'x' }],
    ['a subscription', { query: 'subscription { unreadCountChanged }' }],
    ['several at once', [{ query: named }]],
    ['no query', { variables: {} }],
  ])('%s', async (_, body) => {
    const first = await post('one', body)
    await post('one', { query: named })
    await post('one', { query: count, variables: { n: 1 } })
    for (let time = 0; time < 3; time++) expect(await post('one', body)).toEqual(first)
  })

  test('only for who may ask', async () => {
    const asked = fresh(viewer)
    for (let time = 0; time < 3; time++) expect((await post('one', asked)).status).toBe(200)
    expect((await post('nobody', asked)).status).toBe(401)
  })

  test('a mutation by GET stays refused', async () => {
    const query = 'mutation { openConversations(ids: []) { userErrors { code } } }'
    for (let time = 0; time < 2; time++) expect((await post('one', { query })).status).toBe(200)
    const headers = { authorization: 'one', 'apollo-require-preflight': '1' }
    const response = await app.inject({ method: 'GET', url: '/graphql', query: { query }, headers })
    expect(response.statusCode).toBe(405)
  })
})

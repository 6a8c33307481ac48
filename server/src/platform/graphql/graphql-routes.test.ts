import Fastify, { type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { agentOf, buildAccount } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import type { Actor } from '../auth/actor.ts'
import { newId } from '../ids.ts'
import type { ExecutionRequest } from './executor.ts'
import { graphqlRoutes } from './graphql-routes.ts'

let rig: GraphqlRig
let app: FastifyInstance
let url = ''
let actor: Actor
let logged: Record<string, unknown>[] = []
/** Set by a test to have the next execution fail as a bug or a broken database would. */
let failWith: Error | null = null

beforeAll(async () => {
  rig = await startGraphqlRig()
  const { accountId } = await buildAccount(rig.world.owner)
  actor = agentOf(accountId, newId())
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  app = Fastify()
  await app.register(graphqlRoutes, {
    schema: rig.schema,
    executor: {
      execute: (request: ExecutionRequest) =>
        rig.executor.execute({ ...request, contextValue: failing(request.contextValue) }),
    },
    authenticator: {
      authenticate: async ({ authorization }) => {
        if (authorization === 'Bearer good') return actor
        return authorization ? 'invalid' : null
      },
    },
    db: rig.world.db,
    log,
    publicUrl: 'http://parley.test',
  })
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`
})
afterAll(async () => {
  await app.close()
  await rig.close()
})
beforeEach(() => {
  logged = []
  failWith = null
})

const failing = (context: ExecutionRequest['contextValue']): ExecutionRequest['contextValue'] => {
  const error = failWith
  if (!error) return context
  const pool = { connect: () => Promise.reject(error) }
  return { ...context, db: { ...context.db, pool: pool as unknown as typeof context.db.pool } }
}

const json = { 'content-type': 'application/json', authorization: 'Bearer good' }
const post = async (body: unknown, headers: Record<string, string> = json) => {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: JSON.parse(await response.text()),
  }
}
const codes = (body: { errors?: { extensions?: { code?: string } }[] }) =>
  body.errors?.map(({ extensions }) => extensions?.code)

const COUNT = { query: '{ unreadCount }' }

describe('GraphQL over HTTP', () => {
  test('answers in the media type that is asked for', async () => {
    expect(await post(COUNT)).toMatchObject({
      status: 200,
      type: 'application/json; charset=utf-8',
      body: { data: { unreadCount: 0 } },
    })
    const response = await post(COUNT, { ...json, accept: 'application/graphql-response+json' })
    expect(response).toMatchObject({ status: 200, type: 'application/graphql-response+json; charset=utf-8' })
    expect((await post(COUNT, { ...json, accept: 'text/html' })).status).toBe(406)
  })

  test('GET is for queries alone', async () => {
    const get = (query: string, headers: Record<string, string> = { 'apollo-require-preflight': '1' }) =>
      fetch(`${url}?query=${encodeURIComponent(query)}`, {
        headers: { authorization: 'Bearer good', ...headers },
      })
    expect(await (await get('{ unreadCount }')).json()).toEqual({ data: { unreadCount: 0 } })
    const mutation = await get('mutation { openConversations(ids: []) { userErrors { code } } }')
    expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST'])
    // Another site's page can send this one without asking: no answer (CSRF).
    expect((await get('{ unreadCount }', {})).status).toBe(400)
  })

  test('a form of another site is refused, whatever is in it (CSRF)', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const { status, body } = await post(JSON.stringify(COUNT), { ...json, 'content-type': type })
      expect([status, codes(body)]).toEqual([415, ['BAD_USER_INPUT']])
    }
  })

  test('what is no JSON is 400, what is too large 413, a subscription is for the socket', async () => {
    expect(await post('{"query":')).toMatchObject({ status: 400 })
    expect(await post(' '.repeat(1_100_000))).toMatchObject({ status: 413 })
    const { status, body } = await post({ query: 'subscription { unreadCountChanged }' })
    expect(status).toBe(400)
    expect(body.errors).toEqual([
      { message: 'Subscriptions go over the WebSocket at /graphql', extensions: { code: 'BAD_USER_INPUT' } },
    ])
  })

  test('variables of a wrong JSON type fail the request', async () => {
    const query = 'query ($n: PhoneNumber!) { profile(phoneNumber: $n) { id } }'
    for (const _ of [1, 2]) {
      const { status, body } = await post({ query, variables: { n: 5 } })
      expect([status, codes(body)]).toEqual([400, ['BAD_USER_INPUT']])
    }
  })

  test('syntax and validation errors say what is wrong', async () => {
    expect(codes((await post({ query: '{ unreadCount' })).body)).toEqual(['GRAPHQL_PARSE_FAILED'])
    expect(codes((await post({ query: '{ unread }' })).body)).toEqual(['GRAPHQL_VALIDATION_FAILED'])
  })
})

test('a refusal comes out with its code and in plain words, also from compiled execution', async () => {
  const query = '{ unreadCount conversations(first: 0) { totalCount } }'
  for (const _ of [1, 2, 3]) {
    const { body } = await post({ query })
    expect(body.errors).toEqual([
      {
        message: 'first must be from 1 to 100',
        path: ['conversations'],
        locations: [{ line: 1, column: 15 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ])
  }
  expect(logged).toEqual([])
})

describe('who may ask', () => {
  test('nobody, and bad keys, get 401 and not even the schema', async () => {
    const { authorization: _, ...nobody } = json
    const headers = [nobody, { ...json, authorization: 'Bearer bad' }]
    for (const asked of headers) {
      for (const query of ['{ unreadCount }', '{ __schema { types { name } } }', '{ __typename }']) {
        const { status, body } = await post({ query }, asked)
        expect([status, codes(body), body.data]).toEqual([401, ['UNAUTHENTICATED'], undefined])
      }
    }
  })

  test('R39: who is signed in may look at the schema', async () => {
    const { body } = await post({ query: '{ __schema { queryType { name } } }' })
    expect(body.data.__schema.queryType.name).toBe('Query')
  })
})

describe('trouble on our side', () => {
  test('is masked, with a reference under which the log has the stack but no value', async () => {
    failWith = new Error('invalid input syntax for type uuid: "I texted +15551234567"')
    for (const _ of [1, 2]) {
      const { status, body } = await post(COUNT)
      expect(status).toBe(200)
      expect(codes(body)).toEqual(['INTERNAL_SERVER_ERROR'])
      const [, reference] = /Reference ([0-9a-f]{12})$/.exec(body.errors[0].message) ?? []
      const line = logged.find((entry) => entry.reference === reference)
      expect(line).toMatchObject({
        path: ['unreadCount'],
        error: { name: 'Error', message: 'invalid input syntax for type uuid: "…"' },
      })
      expect(JSON.stringify([body, line])).not.toContain('5551234567')
    }
  })
})

describe('documents are bounded', () => {
  const refused = async (query: string) => (await post({ query })).body.errors?.[0].message

  test('in length, in depth, and in the rows that full pages would give', async () => {
    expect(await refused(`{ ${'unreadCount '.repeat(6_000)} }`)).toContain('5000 tokens')
    const deep = (levels: number): string =>
      levels === 0 ? 'id' : `conversation { profile { ${deep(levels - 1)} } }`
    expect(await refused(`{ conversation(id: "x") { profile { ${deep(12)} } } }`)).toContain('levels deep')
    const wide = (sizes: number[]): string =>
      sizes.reduceRight(
        (inner, size) => `messages(last: ${size}) { nodes { conversation { ${inner} } } }`,
        'id',
      )
    expect(await refused(`{ conversations(first: 100) { nodes { ${wide([100, 2])} } } }`)).toContain(
      '20000 rows',
    )
    expect(await refused(`{ conversations(first: 100) { nodes { ${wide([50])} } } }`)).toBeUndefined()
  })

  test('through fragments and variables, too', async () => {
    const query = `query ($n: Int) { conversations(first: $n) { nodes { ...A } } }
      fragment A on Conversation { messages(last: $n) { nodes { ...B } } }
      fragment B on Message { profile { events(first: $n) { nodes { id } } } }`
    expect(await refused(query)).toContain('20000 rows')
  })
})

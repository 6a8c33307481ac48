import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import { type AccessRig, openAccessRig } from '../../test/access-rig.ts'
import { CHANGES, closeCode, hears } from '../../test/live-client.ts'

let rig: AccessRig
let ctx: Context
let owner: Record<string, string>
beforeAll(async () => {
  rig = await openAccessRig()
})
beforeEach(async () => {
  ctx = await rig.bench.newAccount()
  owner = (await rig.user(ctx, 'OWNER')).headers
})
afterAll(() => rig.close())

const CREATE = `mutation ($name: String!, $scopes: [ApiScope!]!) {
  createApiKey(name: $name, scopes: $scopes) {
    apiKey { id name scopes prefix createdAt lastUsedAt revokedAt } secret userErrors { code field message }
  }
}`
const REVOKE = `mutation ($id: ID!) {
  revokeApiKey(id: $id) { apiKey { id revokedAt } userErrors { code field } }
}`
const LIST = `query ($first: Int, $after: String) {
  apiKeys(first: $first, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } }
}`

interface Created {
  apiKey: { id: string; prefix: string }
  secret: string
}
const create = async (name: string, scopes: string[] = ['READ']): Promise<Created> => {
  const { data } = await rig.ask(owner, CREATE, { name, scopes })
  return data?.createApiKey as Created
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

test('R2: the Owner makes a key, whose secret is shown once and works at once', async () => {
  const { apiKey, secret } = await create(' Shop ', ['READ', 'MANAGE'])
  expect(apiKey).toMatchObject({
    name: 'Shop',
    scopes: ['READ', 'MANAGE'],
    lastUsedAt: null,
    revokedAt: null,
  })
  expect(secret.startsWith(`parley_${apiKey.prefix}_`)).toBe(true)
  const viewer = '{ viewer { role canUseInbox canManageSettings user { id } apiKey { id } } }'
  expect((await rig.ask(bearer(secret), viewer)).data).toEqual({
    viewer: {
      role: 'MANAGER',
      canUseInbox: true,
      canManageSettings: true,
      user: null,
      apiKey: { id: apiKey.id },
    },
  })
})

test.each([
  [['READ'], 'SUPPORT'],
  [['READ', 'REPLY'], 'SUPPORT'],
  [['READ', 'INGEST'], 'MANAGER'],
  [['MANAGE'], 'MANAGER'],
])('a key with %j counts as %s to clients that go by roles', async (scopes, role) => {
  const { secret } = await create('Shop', scopes)
  expect((await rig.ask(bearer(secret), '{ viewer { role } }')).data).toEqual({ viewer: { role } })
})

test('keys are listed a page at a time, the newest first, revoked ones too', async () => {
  for (const name of ['1', '2', '3']) await create(name)
  const newest = (await rig.ask(owner, LIST, { first: 2 })).data?.apiKeys as {
    nodes: { id: string; name: string }[]
    pageInfo: { hasNextPage: boolean; endCursor: string }
  }
  await rig.ask(owner, REVOKE, { id: newest.nodes[0]?.id })
  expect(newest.nodes.map(({ name }) => name)).toEqual(['3', '2'])
  expect(newest.pageInfo.hasNextPage).toBe(true)
  const { data } = await rig.ask(owner, LIST, { after: newest.pageInfo.endCursor })
  expect(data).toMatchObject({ apiKeys: { nodes: [{ name: '1' }], pageInfo: { hasNextPage: false } } })
  const bad = await rig.ask(owner, LIST, { after: 'x' })
  expect(bad.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
})

test('a revoked key ends at once, on requests and on sockets', async () => {
  const { apiKey, secret } = await create('Shop')
  const listening = rig.connect(bearer(secret)).listen(CHANGES)
  await hears(listening, 'READY')
  expect((await rig.ask(bearer(secret), '{ unreadCount }')).status).toBe(200)
  const { data } = await rig.ask(owner, REVOKE, { id: apiKey.id })
  expect(data).toMatchObject({ revokeApiKey: { apiKey: { revokedAt: expect.any(String) }, userErrors: [] } })
  expect(await rig.ask(bearer(secret), '{ unreadCount }')).toMatchObject({
    status: 401,
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  })
  expect(await closeCode(listening)).toBeGreaterThanOrEqual(4_000)
})

describe('what is refused', () => {
  test.each([
    [{ name: ' ', scopes: ['READ'] }, [{ code: 'NAME_REQUIRED', field: ['name'] }]],
    [{ name: 'x'.repeat(101), scopes: ['READ'] }, [{ code: 'NAME_INVALID', field: ['name'] }]],
    [{ name: 'a\nb', scopes: ['READ'] }, [{ code: 'NAME_INVALID', field: ['name'] }]],
    [{ name: 'a\0', scopes: ['READ'] }, [{ code: 'NAME_INVALID', field: ['name'] }]],
    [{ name: 'Shop', scopes: [] }, [{ code: 'SCOPES_REQUIRED', field: ['scopes'] }]],
    [{ name: '', scopes: [] }, [{ code: 'NAME_REQUIRED' }, { code: 'SCOPES_REQUIRED' }]],
  ])('createApiKey %j', async (variables, userErrors) => {
    const { data } = await rig.ask(owner, CREATE, variables)
    expect(data).toMatchObject({ createApiKey: { apiKey: null, secret: null, userErrors } })
    expect((await rig.ask(owner, LIST)).data).toMatchObject({ apiKeys: { nodes: [] } })
  })

  test('R3: revokeApiKey of a malformed id, of none and of another account’s key', async () => {
    const { apiKey } = await create('Shop')
    const other = (await rig.user(await rig.bench.newAccount(), 'OWNER')).headers
    const userErrors = [{ code: 'NOT_FOUND', field: ['id'] }]
    for (const id of ['x', toGlobalId('ApiKey', newId()), toGlobalId('User', newId()), apiKey.id])
      expect((await rig.ask(other, REVOKE, { id })).data).toEqual({
        revokeApiKey: { apiKey: null, userErrors },
      })
    expect((await rig.ask(other, LIST)).data).toMatchObject({ apiKeys: { nodes: [] } })
    expect((await rig.ask(owner, LIST)).data).toMatchObject({ apiKeys: { nodes: [{ id: apiKey.id }] } })
  })

  test('no key manages keys, whatever its scopes', async () => {
    const { apiKey, secret } = await create('Shop', ['READ', 'REPLY', 'MANAGE', 'INGEST'])
    for (const [query, variables] of [
      [CREATE, { name: 'More', scopes: ['READ'] }],
      [REVOKE, { id: apiKey.id }],
      [LIST, {}],
    ] as const) {
      const { errors } = await rig.ask(bearer(secret), query, variables)
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN')
    }
  })
})

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createLogger } from '../log.ts'
import type { Actor, ApiScope, KeyActor, Role } from './actor.ts'
import { generateApiKey } from './api-key.ts'
import { type Authenticator, createAuthenticator } from './authenticator.ts'
import { migrateAuth } from './migrate-auth.ts'
import { cookieOf, ownerLogin, startAuthServer, type TestServer } from './test-auth.ts'
import { type ActorWatch, watchActors } from './watch-actors.ts'

let database: TestDatabase
let pool: pg.Pool
let server: TestServer
let authenticator: Authenticator
let authUserId: string
const accountId = randomUUID()
const userId = randomUUID()
/** Look-ups of our own tables since the test began. */
let lookUps = 0

const keyRow = async (where: string, value: unknown): Promise<KeyActor | null> => {
  lookUps += 1
  const { rows } = await pool.query<{ id: string; scopes: ApiScope[] }>(
    `select id, scopes from parley.api_keys where ${where} = $1 and revoked_at is null`,
    [value],
  )
  return rows[0] ? { kind: 'apiKey', accountId, apiKeyId: rows[0].id, scopes: rows[0].scopes } : null
}

const createTestAuthenticator = (at: TestServer): Authenticator =>
  createAuthenticator({
    auth: at.auth,
    findActorByAuthUserId: async (id) => {
      lookUps += 1
      const { rows } = await pool.query<{ id: string; role: Role }>(
        'select id, role from parley.users where auth_user_id = $1',
        [id],
      )
      return rows[0] ? { kind: 'user', accountId, userId: rows[0].id, role: rows[0].role } : null
    },
    findApiKeyByHash: (hash) => keyRow('secret_hash', hash),
    findApiKeyById: (id) => keyRow('id', id),
    touchApiKey: async (id, at) => {
      await pool.query('update parley.api_keys set last_used_at = $2 where id = $1', [id, at])
    },
    logger: createLogger('silent'),
  })

beforeAll(async () => {
  database = await createTestDatabase()
  await migrateAuth(database.url)
  pool = new pg.Pool({ connectionString: database.url, max: 3 })
  server = await startAuthServer(database.url)
  authUserId = await server.auth.createLogin(ownerLogin)
  await pool.query(
    `insert into parley.accounts (id, name, organization_prefix) values ($1, 'Acme', 'Acme')`,
    [accountId],
  )
})
afterAll(async () => {
  await server.close()
  await pool.end()
  await database.drop()
})
beforeEach(async () => {
  await pool.query(
    `insert into parley.users (id, account_id, auth_user_id, name, email, role) values ($1, $2, $3, 'Olivia', $4, 'SUPPORT')
     on conflict (id) do update set role = 'SUPPORT'`,
    [userId, accountId, authUserId, ownerLogin.email],
  )
  authenticator = createTestAuthenticator(server)
  lookUps = 0
})
afterEach(() => {
  vi.useRealTimers()
})

const signIn = async (): Promise<string> =>
  cookieOf(await server.signIn(ownerLogin.email, ownerLogin.password))
const signOut = (cookie: string, at = server) =>
  fetch(`${at.url}/auth/sign-out`, { method: 'POST', headers: { cookie } })
const setRole = (role: Role) => pool.query('update parley.users set role = $1 where id = $2', [role, userId])

const makeKey = async (): Promise<{ id: string; authorization: string; prefix: string }> => {
  const { secret, hash, prefix } = generateApiKey()
  const id = randomUUID()
  await pool.query(
    `insert into parley.api_keys (id, account_id, name, scopes, prefix, secret_hash) values ($1, $2, 'k', '{READ,REPLY}', $3, $4)`,
    [id, accountId, prefix, hash],
  )
  return { id, authorization: `Bearer ${secret}`, prefix }
}

const actorOf = async (credentials: { cookie?: string; authorization?: string }): Promise<Actor> => {
  const actor = await authenticator.authenticate(credentials)
  if (actor === null || actor === 'invalid') throw new Error(`expected an actor, got ${actor}`)
  return actor
}

/** As if this many milliseconds had gone by; the database and the network are real. */
const later = (ms: number): void => {
  const now = performance.now()
  vi.useFakeTimers({ toFake: ['performance'], now: Date.now() })
  vi.spyOn(performance, 'now').mockReturnValue(now + ms)
}

describe('R1, R3: who asks', () => {
  test('a session is its user, with role and account', async () => {
    const cookie = await signIn()
    expect(await authenticator.authenticate({ cookie: `theme=dark; ${cookie}; other=1` })).toEqual({
      kind: 'user',
      accountId,
      userId,
      role: 'SUPPORT',
      sessionId: expect.any(String),
    })
  })

  test('an API key is its account, with its scopes, and beats a cookie', async () => {
    const { id, authorization } = await makeKey()
    const expected = { kind: 'apiKey', accountId, apiKeyId: id, scopes: ['READ', 'REPLY'] }
    expect(await authenticator.authenticate({ authorization })).toEqual(expected)
    expect(await authenticator.authenticate({ authorization, cookie: await signIn() })).toEqual(expected)
  })

  test('no credentials, a forged and a foreign cookie are nobody', async () => {
    expect(await authenticator.authenticate({})).toBeNull()
    expect(await authenticator.authenticate({ cookie: 'parley.session_token=made.up' })).toBeNull()
    const cookie = await signIn()
    expect(await authenticator.authenticate({ cookie: `x${cookie}` })).toBeNull()
    expect(await authenticator.authenticate({ cookie: cookie.replace('=', '=x') })).toBeNull()
  })

  test.each(['Bearer nonsense', 'Bearer', 'Basic b3duZXI6cGFybGV5', `Bearer ${generateApiKey().secret}`])(
    'a bearer token that is no key is invalid, never silently anonymous: %s',
    async (authorization) => {
      expect(await authenticator.authenticate({ authorization, cookie: await signIn() })).toBe('invalid')
    },
  )

  test('a login whose user was removed is nobody', async () => {
    const cookie = await signIn()
    await pool.query('delete from parley.users where id = $1', [userId])
    expect(await authenticator.authenticate({ cookie })).toBeNull()
  })

  test('with the database down it throws, so that nobody is signed out by it', async () => {
    const down = await startAuthServer('postgres://nobody@127.0.0.1:1/none')
    await expect(createTestAuthenticator(down).authenticate({ cookie: await signIn() })).rejects.toThrow()
    await down.close()
  })
})

describe('a request costs no query', () => {
  test('requests of the same credentials, at once and after, cost one look-up', async () => {
    const cookie = await signIn()
    await Promise.all(Array.from({ length: 20 }, () => authenticator.authenticate({ cookie })))
    await authenticator.authenticate({ cookie })
    expect(lookUps).toBe(1)
  })

  test('a hit costs less than 20 µs', async () => {
    const cookie = await signIn()
    const { authorization } = await makeKey()
    for (const credentials of [{ cookie }, { authorization }]) {
      await authenticator.authenticate(credentials)
      const rounds = 5_000
      const start = process.cpuUsage()
      for (let i = 0; i < rounds; i += 1) await authenticator.authenticate(credentials)
      const { user, system } = process.cpuUsage(start)
      expect((user + system) / rounds).toBeLessThan(20)
    }
  })

  test('what another process changed is felt when the 5 s are over', async () => {
    const cookie = await signIn()
    expect(await authenticator.authenticate({ cookie })).toMatchObject({ role: 'SUPPORT' })
    await setRole('ANALYST')
    later(4_900)
    expect(await authenticator.authenticate({ cookie })).toMatchObject({ role: 'SUPPORT' })
    later(5_100)
    expect(await authenticator.authenticate({ cookie })).toMatchObject({ role: 'ANALYST' })
  })

  test('the use of a key is noted, once a minute', async () => {
    const { id, authorization } = await makeKey()
    const lastUsed = async () => {
      const { rows } = await pool.query('select last_used_at from parley.api_keys where id = $1', [id])
      return rows[0]?.last_used_at
    }
    await authenticator.authenticate({ authorization })
    await expect.poll(lastUsed).toBeInstanceOf(Date)
    await pool.query('update parley.api_keys set last_used_at = null where id = $1', [id])
    later(59_000)
    await authenticator.authenticate({ authorization })
    expect(await lastUsed()).toBeNull()
    later(2_000)
    await authenticator.authenticate({ authorization })
    await expect.poll(lastUsed).toBeInstanceOf(Date)
  })
})

describe('losing rights', () => {
  let watch: ActorWatch
  const gone: string[] = []
  beforeEach(() => {
    watch = watchActors(authenticator, createLogger('silent'))
    gone.length = 0
  })
  afterEach(() => watch.close())

  test('signing out ends requests and sockets of that session at once, and of no other', async () => {
    const [cookie, otherCookie] = [await signIn(), await signIn()]
    watch.watch(await actorOf({ cookie }), () => gone.push('this'))
    watch.watch(await actorOf({ cookie: otherCookie }), () => gone.push('other'))
    await signOut(cookie)
    expect(gone).toEqual(['this'])
    expect(await authenticator.authenticate({ cookie })).toBeNull()
    expect(await authenticator.authenticate({ cookie: otherCookie })).toMatchObject({ userId })
  })

  test('signing out elsewhere shows when an open socket is checked', async () => {
    const elsewhere = await startAuthServer(database.url)
    const cookie = await signIn()
    const actor = await actorOf({ cookie })
    expect(await authenticator.stillValid(actor)).toBe(true)
    await signOut(cookie, elsewhere)
    later(1_100)
    expect(await authenticator.stillValid(actor)).toBe(false)
    await elsewhere.close()
  })

  test('a changed role, a removed user and a revoked key show when an open socket is checked', async () => {
    const user = await actorOf({ cookie: await signIn() })
    await setRole('ADMIN')
    expect(await authenticator.stillValid(user)).toBe(false)
    const admin = await actorOf({ cookie: await signIn() })
    await pool.query('delete from parley.users where id = $1', [userId])
    expect(await authenticator.stillValid(admin)).toBe(false)

    const key = await makeKey()
    const keyActor = await actorOf(key)
    expect(await authenticator.stillValid({ ...keyActor })).toBe(true)
    await pool.query('update parley.api_keys set revoked_at = now() where id = $1', [key.id])
    later(1_100)
    expect(await authenticator.stillValid(keyActor)).toBe(false)
  })

  test('a key revoked here is refused at once and its sockets are told', async () => {
    const key = await makeKey()
    watch.watch(await actorOf(key), () => gone.push('key'))
    await pool.query('update parley.api_keys set revoked_at = now() where id = $1', [key.id])
    authenticator.invalidate(`apiKey:${key.id}`)
    expect(gone).toEqual(['key'])
    expect(await authenticator.authenticate(key)).toBe('invalid')
  })

  test('a look-up that was under way at the change is not kept', async () => {
    const cookie = await signIn()
    const early = authenticator.authenticate({ cookie })
    await setRole('ADMIN')
    authenticator.invalidate(`user:${userId}`)
    await early
    expect(await authenticator.authenticate({ cookie })).toMatchObject({ role: 'ADMIN' })
  })

  test('the watch finds by itself what other processes did; a socket that closed is not told', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const watching = watchActors(authenticator, createLogger('silent'))
    const actor = await actorOf({ cookie: await signIn() })
    const told = new Promise<void>((resolve) => watching.watch(actor, resolve))
    watching.watch(actor, () => gone.push('closed before'))()
    await setRole('ANALYST')
    vi.advanceTimersByTime(4_000)
    await told
    expect(gone).toEqual([])
    watching.close()
  })
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { authenticatorOn, createTestAccount, later } from '../../test/auth-account.ts'
import { startAuthServer } from '../../test/auth-server.ts'
import { generateApiKey } from './api-key.ts'
import type { Authenticator } from './authenticator.ts'

let account: Awaited<ReturnType<typeof createTestAccount>>
let authenticator: Authenticator
/** Look-ups of our own tables since the test began. */
let lookUps = 0

beforeAll(async () => {
  account = await createTestAccount()
})
afterAll(() => account.close())
beforeEach(async () => {
  await account.resetUser()
  authenticator = authenticatorOn(account.pool, account.server, () => {
    lookUps += 1
  })
  lookUps = 0
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('R1, R3: who asks', () => {
  test('a session is its user, with role and account', async () => {
    const cookie = await account.signIn()
    expect(await authenticator.authenticate({ cookie: `theme=dark; ${cookie}; other=1` })).toEqual({
      kind: 'user',
      accountId: account.accountId,
      userId: account.userId,
      role: 'SUPPORT',
      sessionId: expect.any(String),
    })
  })

  test('an API key is its account, with its scopes, and beats a cookie', async () => {
    const { id, authorization } = await account.makeKey()
    const expected = { kind: 'apiKey', accountId: account.accountId, apiKeyId: id, scopes: ['READ', 'REPLY'] }
    expect(await authenticator.authenticate({ authorization })).toEqual(expected)
    expect(await authenticator.authenticate({ authorization, cookie: await account.signIn() })).toEqual(
      expected,
    )
  })

  test('no credentials, a forged and a foreign cookie are nobody', async () => {
    expect(await authenticator.authenticate({})).toBeNull()
    expect(await authenticator.authenticate({ cookie: 'parley.session_token=made.up' })).toBeNull()
    const cookie = await account.signIn()
    expect(await authenticator.authenticate({ cookie: `x${cookie}` })).toBeNull()
    expect(await authenticator.authenticate({ cookie: cookie.replace('=', '=x') })).toBeNull()
  })

  test.each(['Bearer nonsense', 'Bearer', 'Basic b3duZXI6cGFybGV5', `Bearer ${generateApiKey().secret}`])(
    'a bearer token that is no key is invalid, never silently anonymous: %s',
    async (authorization) => {
      expect(await authenticator.authenticate({ authorization, cookie: await account.signIn() })).toBe(
        'invalid',
      )
    },
  )

  test('a login whose user was removed is nobody', async () => {
    const cookie = await account.signIn()
    await account.removeUser()
    expect(await authenticator.authenticate({ cookie })).toBeNull()
  })

  test('with the database down it throws, so that nobody is signed out by it', async () => {
    const down = await startAuthServer('postgres://nobody@127.0.0.1:1/none')
    await expect(
      authenticatorOn(account.pool, down).authenticate({ cookie: await account.signIn() }),
    ).rejects.toThrow()
    await down.close()
  })
})

describe('a request costs no query', () => {
  test('requests of the same credentials, at once and after, cost one look-up', async () => {
    const cookie = await account.signIn()
    await Promise.all(Array.from({ length: 20 }, () => authenticator.authenticate({ cookie })))
    await authenticator.authenticate({ cookie })
    expect(lookUps).toBe(1)
  })

  test('a hit costs less than 20 µs', async () => {
    const cookie = await account.signIn()
    const { authorization } = await account.makeKey()
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
    const cookie = await account.signIn()
    expect(await authenticator.authenticate({ cookie })).toMatchObject({ role: 'SUPPORT' })
    await account.setRole('ANALYST')
    later(4_000)
    expect(await authenticator.authenticate({ cookie })).toMatchObject({ role: 'SUPPORT' })
    later(5_000)
    expect(await authenticator.authenticate({ cookie })).toMatchObject({ role: 'ANALYST' })
  })

  test('the use of a key is noted, once a minute', async () => {
    const { id, authorization } = await account.makeKey()
    const lastUsed = async () => {
      const { rows } = await account.pool.query('select last_used_at from parley.api_keys where id = $1', [
        id,
      ])
      return rows[0]?.last_used_at
    }
    await authenticator.authenticate({ authorization })
    await expect.poll(lastUsed).toBeInstanceOf(Date)
    await account.pool.query('update parley.api_keys set last_used_at = null where id = $1', [id])
    later(50_000)
    await authenticator.authenticate({ authorization })
    expect(await lastUsed()).toBeNull()
    later(60_000)
    await authenticator.authenticate({ authorization })
    await expect.poll(lastUsed).toBeInstanceOf(Date)
  })
})

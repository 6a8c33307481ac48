import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { vi } from 'vitest'
import type { Actor, ApiScope, KeyActor, Role } from '../platform/auth/actor.ts'
import { generateApiKey } from '../platform/auth/api-key.ts'
import { type Authenticator, createAuthenticator } from '../platform/auth/authenticator.ts'
import { migrateAuth } from '../platform/auth/migrate-auth.ts'
import { createLogger } from '../platform/log.ts'
import { cookieOf, ownerLogin, startAuthServer, type TestServer } from './auth-server.ts'
import { createTestDatabase } from './database.ts'

const accountId = randomUUID()
const userId = randomUUID()

/** Finders as the wiring has them, on the same tables. `onLookUp` is told of each query. */
export const authenticatorOn = (pool: pg.Pool, server: TestServer, onLookUp = () => {}): Authenticator => {
  const keyRow = async (where: string, value: unknown): Promise<KeyActor | null> => {
    onLookUp()
    const { rows } = await pool.query<{ id: string; scopes: ApiScope[] }>(
      `select id, scopes from parley.api_keys where ${where} = $1 and revoked_at is null`,
      [value],
    )
    return rows[0] ? { kind: 'apiKey', accountId, apiKeyId: rows[0].id, scopes: rows[0].scopes } : null
  }
  return createAuthenticator({
    auth: server.auth,
    findActorByAuthUserId: async (id) => {
      onLookUp()
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
}

/** An account with one user who can sign in, on a database of its own. */
export const createTestAccount = async () => {
  const database = await createTestDatabase()
  await migrateAuth(database.url)
  const pool = new pg.Pool({ connectionString: database.url, max: 3 })
  const server = await startAuthServer(database.url)
  const authUserId = await server.auth.createLogin(ownerLogin)
  await pool.query(
    `insert into parley.accounts (id, name, organization_prefix) values ($1, 'Acme', 'Acme')`,
    [accountId],
  )
  return {
    accountId,
    userId,
    database,
    pool,
    server,
    /** Puts the user back, with the role SUPPORT. */
    resetUser: () =>
      pool.query(
        `insert into parley.users (id, account_id, auth_user_id, name, email, role)
           values ($1, $2, $3, 'Olivia', $4, 'SUPPORT')
         on conflict (id) do update set role = 'SUPPORT'`,
        [userId, accountId, authUserId, ownerLogin.email],
      ),
    setRole: (role: Role) => pool.query('update parley.users set role = $1 where id = $2', [role, userId]),
    removeUser: () => pool.query('delete from parley.users where id = $1', [userId]),
    signIn: async () => cookieOf(await server.signIn(ownerLogin.email, ownerLogin.password)),
    makeKey: async () => {
      const { secret, hash, prefix } = generateApiKey()
      const id = randomUUID()
      await pool.query(
        `insert into parley.api_keys (id, account_id, name, scopes, prefix, secret_hash)
           values ($1, $2, 'k', '{READ,REPLY}', $3, $4)`,
        [id, accountId, prefix, hash],
      )
      return { id, authorization: `Bearer ${secret}` }
    },
    revokeKey: (id: string) =>
      pool.query('update parley.api_keys set revoked_at = now() where id = $1', [id]),
    close: async () => {
      await server.close()
      await pool.end()
      await database.drop()
    },
  }
}

/** The actor of these credentials; fails if there is none. */
export const actorOf = async (
  authenticator: Authenticator,
  credentials: { cookie?: string; authorization?: string },
): Promise<Actor> => {
  const actor = await authenticator.authenticate(credentials)
  if (actor === null || actor === 'invalid') throw new Error(`expected an actor, got ${actor}`)
  return actor
}

const realNow = performance.now.bind(performance)

/** As if this many milliseconds more had gone by since the test began; the database and the network are real. */
export const later = (ms: number): void => {
  vi.spyOn(performance, 'now').mockImplementation(() => realNow() + ms)
}

import type { Logger } from 'pino'
import type { ApiScope, KeyActor } from '../platform/auth/actor.ts'
import { type Authenticator, createAuthenticator, type UserIdentity } from '../platform/auth/authenticator.ts'
import type { Auth } from '../platform/auth/create-auth.ts'
import { querySystem } from '../platform/db/as-system.ts'
import type { Database } from '../platform/db/database.ts'

const USER = `select account_id as "accountId", id as "userId", role from users where auth_user_id = $1`
const KEY = `select account_id as "accountId", id as "apiKeyId", scopes from api_keys`

/** Who asks: looked up across accounts, since nobody has entered one yet. */
export const authentication = (db: Database, auth: Auth, log: Logger): Authenticator => {
  const findKey = async (condition: string, value: unknown): Promise<KeyActor | null> => {
    const [key] = await querySystem<{ accountId: string; apiKeyId: string; scopes: ApiScope[] }>(
      db,
      `${KEY} where ${condition} and revoked_at is null`,
      [value],
    )
    return key ? { kind: 'apiKey', ...key } : null
  }
  return createAuthenticator({
    auth,
    logger: log,
    findActorByAuthUserId: async (authUserId) => {
      const [user] = await querySystem<Omit<UserIdentity, 'kind'>>(db, USER, [authUserId])
      return user ? { kind: 'user', ...user } : null
    },
    findApiKeyByHash: (hash) => findKey('secret_hash = $1', hash),
    findApiKeyById: (id) => findKey('id = $1', id),
    touchApiKey: async (id, at) => {
      await querySystem(db, 'update api_keys set last_used_at = $2 where id = $1', [id, at])
    },
  })
}

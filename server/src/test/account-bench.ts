import pg from 'pg'
import { entities } from '../entities.ts'
import { createAccount } from '../features/accounts/actions/create-account.ts'
import { createAuth } from '../platform/auth/create-auth.ts'
import { migrateAuth } from '../platform/auth/migrate-auth.ts'
import type { Context } from '../platform/context.ts'
import { openDatabase } from '../platform/db/database.ts'
import { createLogger } from '../platform/log.ts'
import { createTestDatabase } from './database.ts'

/** A database with logins and no account, for tests of what sets accounts up. */
export const openAccountBench = async () => {
  const database = await createTestDatabase()
  await migrateAuth(database.url)
  const log = createLogger('silent')
  const db = openDatabase({ url: database.url, entities })
  const auth = createAuth({
    databaseUrl: database.url,
    secret: 'a secret that is long enough for anybody',
    publicUrl: 'http://localhost:4000',
    logger: log,
  })
  const owner = new pg.Pool({ connectionString: database.url, max: 2 })
  const base: Omit<Context, 'actor'> = {
    db,
    log,
    now: new Date('2026-11-23T12:00:00Z'),
    publicUrl: 'http://parley.test',
  }
  return {
    base,
    auth,
    url: database.url,
    /** A query past row-level security. */
    asOwner: async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
      (await owner.query(text, values)).rows as Row[],
    /** A new account, and Parley itself inside it. */
    newAccount: async (name = 'Acme'): Promise<Context> => {
      const { accountId } = await createAccount(base, {
        name,
        organizationPrefix: name,
        timeZone: 'America/New_York',
      })
      return { ...base, actor: { kind: 'system', accountId } }
    },
    close: async () => {
      await auth.close()
      await db.close()
      await owner.end()
      await database.drop()
    },
  }
}

export type AccountBench = Awaited<ReturnType<typeof openAccountBench>>

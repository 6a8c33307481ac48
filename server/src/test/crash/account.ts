import { entities } from '../../entities.ts'
import { createAccount } from '../../features/accounts/actions/create-account.ts'
import { createApiKey } from '../../features/api-keys/actions/create-api-key.ts'
import { addSender } from '../../features/senders/actions/add-sender.ts'
import { apiScopes } from '../../platform/auth/actor.ts'
import { openDatabase } from '../../platform/db/database.ts'
import { createLogger } from '../../platform/log.ts'

/** The business's number. */
export const business = '+15550001000'

/** An account at defaults in a migrated database, with one number and a key for everything. */
export const setUpAccount = async (databaseUrl: string): Promise<{ accountId: string; key: string }> => {
  const db = openDatabase({ url: databaseUrl, entities, maxConnections: 1 })
  try {
    const base = { db, log: createLogger('silent'), now: new Date(), publicUrl: 'http://parley.test' }
    const { accountId } = await createAccount(base, {
      name: 'Acme Outfitters',
      organizationPrefix: 'Acme Outfitters',
      timeZone: 'America/New_York',
    })
    const ctx = { ...base, actor: { kind: 'system', accountId } as const }
    await addSender(ctx, { address: business, carriesConversations: true })
    const { secret } = await createApiKey(ctx, { name: 'Test', scopes: apiScopes })
    return { accountId, key: secret }
  } finally {
    await db.close()
  }
}

/** The n-th of many people in New York. */
export const personNumber = (n: number): string => `+1212${String(5_550_000 + n)}`

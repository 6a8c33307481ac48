import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { ApiKey } from '../api-key.entity.ts'

/**
 * Revokes an API key for good: every process refuses it, and closes its sockets, within seconds. One that is revoked
 * already keeps its time. @throws UserErrors NOT_FOUND
 */
export const revokeApiKey = (ctx: Context, apiKeyId: string): Promise<{ apiKeyId: string }> =>
  inTransaction(ctx, async (ctx) => {
    const key = await ctx.em.findOne(ApiKey, { id: apiKeyId, accountId: ctx.actor.accountId })
    if (!key) throw userError('NOT_FOUND', 'There is no such API key.', ['id'])
    key.revokedAt ??= ctx.now
    return { apiKeyId }
  })

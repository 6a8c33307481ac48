import type { ApiScope } from '../../../platform/auth/actor.ts'
import { generateApiKey } from '../../../platform/auth/api-key.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { ApiKey } from '../api-key.entity.ts'

export interface NewApiKey {
  /** What it is for. */
  name: string
  scopes: readonly ApiScope[]
}

/**
 * Makes an API key. Its secret is given here and never again: only a hash of it is kept.
 * @throws UserErrors NAME_REQUIRED, SCOPES_REQUIRED
 */
export const createApiKey = (
  ctx: Context,
  { name, scopes }: NewApiKey,
): Promise<{ apiKeyId: string; secret: string }> =>
  inTransaction(ctx, async (ctx) => {
    if (name.trim() === '') throw userError('NAME_REQUIRED', 'Say what the key is for.', ['name'])
    if (scopes.length === 0)
      throw userError('SCOPES_REQUIRED', 'A key without a scope may do nothing: give it one.', ['scopes'])
    const { secret, prefix, hash } = generateApiKey()
    const { actor, now } = ctx
    const apiKeyId = newId()
    ctx.em.create(ApiKey, {
      id: apiKeyId,
      accountId: actor.accountId,
      name: name.trim(),
      scopes: [...new Set(scopes)],
      prefix,
      secretHash: hash,
      createdBy: actor.kind === 'user' ? actor.userId : null,
      createdAt: now,
    })
    return { apiKeyId, secret }
  })

import type { ApiScope } from '../../../platform/auth/actor.ts'
import { generateApiKey } from '../../../platform/auth/api-key.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { type UserErrorItem, UserErrors } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { isStorable } from '../../../platform/storable-text.ts'
import { ApiKey } from '../api-key.entity.ts'

export interface NewApiKey {
  /** What it is for. */
  name: string
  scopes: readonly ApiScope[]
}

const LONGEST_NAME = 100

/**
 * Makes an API key. Its secret is given here and never again: only a hash of it is kept.
 * @throws UserErrors NAME_REQUIRED, NAME_INVALID, SCOPES_REQUIRED
 */
export const createApiKey = (
  ctx: Context,
  { name, scopes }: NewApiKey,
): Promise<{ apiKeyId: string; secret: string }> =>
  inTransaction(ctx, async (ctx) => {
    const errors = wrongIn({ name, scopes })
    if (errors.length > 0) throw new UserErrors(errors)
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

const wrongIn = ({ name, scopes }: NewApiKey): UserErrorItem[] => {
  const errors: UserErrorItem[] = []
  if (name.trim() === '')
    errors.push({ code: 'NAME_REQUIRED', message: 'Say what the key is for.', field: ['name'] })
  else if (name.trim().length > LONGEST_NAME || !isStorable(name) || /\p{Cc}/u.test(name.trim()))
    errors.push({
      code: 'NAME_INVALID',
      message: `A name is one line of up to ${LONGEST_NAME} characters.`,
      field: ['name'],
    })
  if (scopes.length === 0)
    errors.push({
      code: 'SCOPES_REQUIRED',
      message: 'A key without a scope may do nothing: give it one.',
      field: ['scopes'],
    })
  return errors
}

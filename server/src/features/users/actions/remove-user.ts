import type { Logins } from '../../../platform/auth/logins.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { User } from '../user.entity.ts'

/**
 * Removes a user: the login goes with its sessions, and the name stays with what the user wrote. The login goes before
 * the commit, so that a call that broke off is mended by repeating it. Not the Owner (R2).
 * @throws UserErrors NOT_FOUND, OWNER_REQUIRED
 */
export const removeUser = (
  ctx: Context,
  logins: Pick<Logins, 'deleteLogin'>,
  userId: string,
): Promise<{ userId: string }> =>
  inTransaction(ctx, async ({ em, actor: { accountId }, now }) => {
    const user = await em.findOne(User, { id: userId, accountId, removedAt: null })
    if (!user) throw userError('NOT_FOUND', 'There is no such user.', ['id'])
    if (user.role === 'OWNER')
      throw userError(
        'OWNER_REQUIRED',
        'An account always has an Owner: make somebody else the Owner first.',
        ['id'],
      )
    const { authUserId } = user
    user.removedAt = now
    user.authUserId = null
    await em.flush()
    if (authUserId) await logins.deleteLogin(authUserId)
    return { userId }
  })

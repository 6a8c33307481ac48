import type { Role } from '../../../platform/auth/actor.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { User } from '../user.entity.ts'

/**
 * Gives a user another role. Whoever becomes the Owner makes an Admin of the one before, in the same transaction, so
 * that there is always exactly one (R2). Open sockets with the old rights close within seconds.
 * @throws UserErrors NOT_FOUND, OWNER_REQUIRED
 */
export const changeUserRole = (
  ctx: Context,
  { userId, role }: { userId: string; role: Role },
): Promise<{ userId: string }> =>
  inTransaction(ctx, async ({ em, actor: { accountId } }) => {
    const user = await em.findOne(User, { id: userId, accountId, removedAt: null })
    if (!user) throw userError('NOT_FOUND', 'There is no such user.', ['id'])
    if (user.role === role) return { userId }
    if (user.role === 'OWNER')
      throw userError(
        'OWNER_REQUIRED',
        'An account always has an Owner: make somebody else the Owner instead.',
        ['role'],
      )
    if (role === 'OWNER') {
      const owner = await em.findOne(User, { accountId, role: 'OWNER' })
      if (owner) owner.role = 'ADMIN'
      // The database allows one Owner at any moment, so the order of the two updates matters.
      await em.flush()
    }
    user.role = role
    return { userId }
  })

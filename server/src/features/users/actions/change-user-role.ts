import type { Role } from '../../../platform/auth/actor.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { AppError, userError } from '../../../platform/errors.ts'
import { User } from '../user.entity.ts'

/**
 * Gives a user another role. Whoever becomes the Owner makes an Admin of the one before, in the same transaction, so
 * that there is always exactly one (R2); only the Owner can do that, or the operator. Gives whose roles changed. Open
 * sockets with the old rights close within seconds.
 * @throws UserErrors NOT_FOUND, OWNER_REQUIRED; AppError FORBIDDEN
 */
export const changeUserRole = (
  ctx: Context,
  { userId, role }: { userId: string; role: Role },
): Promise<{ userId: string; changedIds: string[] }> =>
  inTransaction(ctx, async (ctx) => {
    const { em, actor } = ctx
    const { accountId } = actor
    const user = await em.findOne(User, { id: userId, accountId, removedAt: null })
    if (!user) throw userError('NOT_FOUND', 'There is no such user.', ['id'])
    if (user.role === role) return { userId, changedIds: [] }
    if (user.role === 'OWNER')
      throw userError(
        'OWNER_REQUIRED',
        'An account always has an Owner: make somebody else the Owner instead.',
        ['role'],
      )
    const former = role === 'OWNER' ? await demoteOwner(ctx) : []
    user.role = role
    return { userId, changedIds: [userId, ...former] }
  })

/** Makes an Admin of the Owner. The database allows one Owner at any moment, so it is written at once. */
const demoteOwner = async ({ em, actor }: WriteContext): Promise<string[]> => {
  const owner = await em.findOne(User, { accountId: actor.accountId, role: 'OWNER' })
  // By the database: the role that the actor came with may be seconds old.
  if (actor.kind !== 'system' && !(actor.kind === 'user' && actor.userId === owner?.id))
    throw new AppError('FORBIDDEN', 'Only the Owner can make somebody else the Owner')
  if (!owner) return []
  owner.role = 'ADMIN'
  await em.flush()
  return [owner.id]
}

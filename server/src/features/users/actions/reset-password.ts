import { LoginError, type Logins } from '../../../platform/auth/logins.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { User } from '../user.entity.ts'

/**
 * Gives a user another password and ends all sessions of theirs. For the operator alone: an Admin who could do it
 * would be the Owner by it (R2). @throws UserErrors NOT_FOUND, PASSWORD_LENGTH
 */
export const resetPassword = (
  ctx: Context,
  logins: Pick<Logins, 'setPassword'>,
  { userId, password }: { userId: string; password: string },
): Promise<void> =>
  inTransaction(ctx, async ({ em, actor: { accountId } }) => {
    const user = await em.findOne(User, { id: userId, accountId, removedAt: null })
    if (!user?.authUserId) throw userError('NOT_FOUND', 'There is no such user.', ['userId'])
    try {
      await logins.setPassword(user.authUserId, password)
    } catch (error) {
      if (!(error instanceof LoginError) || error.code !== 'PASSWORD_LENGTH') throw error
      throw userError(error.code, `${error.message}.`, ['password'])
    }
  })

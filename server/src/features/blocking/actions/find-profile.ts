import type { WriteContext } from '../../../platform/context.ts'
import { userError } from '../../../platform/errors.ts'
import { Profile } from '../../profiles/profile.entity.ts'

/** A profile of the actor's account. "Not yours" and "does not exist" are the same answer (R3): NOT_FOUND. */
export const findProfile = async (ctx: WriteContext, id: string): Promise<Profile> => {
  const profile = await ctx.em.findOne(Profile, { id, accountId: ctx.actor.accountId })
  if (!profile) throw userError('NOT_FOUND', 'There is no such profile.', ['id'])
  return profile
}

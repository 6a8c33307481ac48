import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { Role } from '../../platform/auth/actor.ts'
import { userError } from '../../platform/errors.ts'
import { pageSize } from '../../platform/graphql/connection.ts'
import { load } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import { accessOf, type RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { changeUserRole } from './actions/change-user-role.ts'
import { createUser } from './actions/create-user.ts'
import { removeUser } from './actions/remove-user.ts'
import { makePassword } from './make-password.ts'
import { RoleEnum } from './user.graphql.ts'
import { userById, userPage } from './user.queries.ts'
import { CreateUserInput, CreateUserPayload, UserConnection, UserPayload } from './user-mutations.graphql.ts'

const FOR_WHOM = 'For Owner and Admin, signed in themselves (R2).'

@Resolver()
export class UserResolver {
  @Authorized('KEYS')
  @Query(() => UserConnection, { description: `Who can sign in, the oldest first. ${FOR_WHOM}` })
  users(
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many, from 1 to 100.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the last one already had.' })
    after: string | null | undefined,
  ): UserConnection {
    return new UserConnection(userPage(ctx, { first: pageSize('first', first, 50), after }))
  }

  @Authorized('KEYS')
  @Mutation(() => CreateUserPayload, { description: `Makes a user who can sign in at once. ${FOR_WHOM}` })
  createUser(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateUserInput, { description: 'The user.' }) input: CreateUserInput,
  ): Promise<CreateUserPayload> {
    const made = input.password == null ? makePassword() : null
    return payload<CreateUserPayload, { userId: string }>(
      ctx,
      { user: null, password: null },
      () => createUser(ctx, accessOf(ctx).logins, { ...input, password: input.password ?? made ?? '' }),
      async ({ userId }) => ({ user: await load(ctx, userById, userId), password: made, userErrors: [] }),
    )
  }

  @Authorized('KEYS')
  @Mutation(() => UserPayload, {
    description: `Gives a user another role. Only the Owner can make somebody else the Owner, and becomes an Admin by it: there is always exactly one (else FORBIDDEN). Sessions and sockets with the old rights end at once, in other processes within seconds. ${FOR_WHOM}`,
  })
  updateUserRole(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The user.' }) id: string,
    @Arg('role', () => RoleEnum, { description: 'What the user may do from now on.' }) role: Role,
  ): Promise<UserPayload> {
    return changed(ctx, id, async (userId) => {
      const { changedIds } = await changeUserRole(ctx, { userId, role })
      return changedIds
    })
  }

  @Authorized('KEYS')
  @Mutation(() => UserPayload, {
    description: `Ends a user's access, sessions and sockets included, at once; in other processes within seconds. What the user wrote keeps its author. Not the Owner. ${FOR_WHOM}`,
  })
  removeUser(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The user.' }) id: string,
  ): Promise<UserPayload> {
    return changed(ctx, id, async (userId) => {
      await removeUser(ctx, accessOf(ctx).logins, userId)
      return [userId]
    })
  }
}

/** Runs an action on a user, and makes what it changed felt: it gives whose rights are others now. */
const changed = (
  ctx: RequestContext,
  id: string,
  act: (userId: string) => Promise<string[]>,
): Promise<UserPayload> =>
  payload<UserPayload, string>(
    ctx,
    { user: null },
    async () => {
      const userId = fromGlobalId('User', id)
      if (!userId) throw userError('NOT_FOUND', 'There is no such user.', ['id'])
      for (const changedId of await act(userId)) ctx.access?.invalidate(`user:${changedId}`)
      return userId
    },
    async (userId) => ({ user: await load(ctx, userById, userId), userErrors: [] }),
  )

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../../platform/auth/actor.ts'
import { LoginError } from '../../../platform/auth/logins.ts'
import type { Context } from '../../../platform/context.ts'
import { type AccountBench, openAccountBench } from '../../../test/account-bench.ts'
import { changeUserRole } from './change-user-role.ts'
import { createUser } from './create-user.ts'
import { removeUser } from './remove-user.ts'

let bench: AccountBench
beforeAll(async () => {
  bench = await openAccountBench()
})
afterAll(() => bench.close())

let count = 0
const person = (role: Role) => ({
  email: `person${++count}@users.test`,
  name: 'Robin Doe',
  role,
  password: 'long enough',
})
const make = (ctx: Context, role: Role) => createUser(ctx, bench.auth, person(role))

/** An account with its Owner. */
const accountWithOwner = async () => {
  const ctx = await bench.newAccount()
  const { userId } = await make(ctx, 'OWNER')
  return { ctx, ownerId: userId }
}

const rolesOf = async ({ actor }: Context): Promise<Record<string, Role>> => {
  const rows = await bench.asOwner<{ id: string; role: Role }>(
    'select id, role from parley.users where account_id = $1 and removed_at is null',
    [actor.accountId],
  )
  return Object.fromEntries(rows.map(({ id, role }) => [id, role]))
}

const refusal = (code: string) => ({ items: [expect.objectContaining({ code })] })

describe('R2: an account always has exactly one Owner', () => {
  test('its first user is the Owner', async () => {
    const ctx = await bench.newAccount()
    await expect(make(ctx, 'ADMIN')).rejects.toMatchObject(refusal('OWNER_REQUIRED'))
    const { userId } = await make(ctx, 'OWNER')
    expect(await rolesOf(ctx)).toEqual({ [userId]: 'OWNER' })
  })

  test('there is no second one, also not of two that are made at once', async () => {
    const ctx = await bench.newAccount()
    const made = await Promise.allSettled([make(ctx, 'OWNER'), make(ctx, 'OWNER')])
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(make(ctx, 'OWNER')).rejects.toMatchObject(refusal('OWNER_EXISTS'))
    expect(Object.values(await rolesOf(ctx))).toEqual(['OWNER'])
  })

  test('whoever becomes the Owner makes an Admin of the one before', async () => {
    const { ctx, ownerId } = await accountWithOwner()
    const { userId } = await make(ctx, 'SUPPORT')
    await changeUserRole(ctx, { userId, role: 'OWNER' })
    expect(await rolesOf(ctx)).toEqual({ [userId]: 'OWNER', [ownerId]: 'ADMIN' })
  })

  test('the Owner can be neither demoted nor removed', async () => {
    const { ctx, ownerId } = await accountWithOwner()
    await expect(changeUserRole(ctx, { userId: ownerId, role: 'ADMIN' })).rejects.toMatchObject(
      refusal('OWNER_REQUIRED'),
    )
    await expect(removeUser(ctx, bench.auth, ownerId)).rejects.toMatchObject(refusal('OWNER_REQUIRED'))
    expect(await rolesOf(ctx)).toEqual({ [ownerId]: 'OWNER' })
  })
})

describe('a user and the login behind it', () => {
  test('an e-mail address has one user in all accounts together, in any case', async () => {
    const [{ ctx: one }, { ctx: other }] = [await accountWithOwner(), await accountWithOwner()]
    const user = person('SUPPORT')
    await createUser(one, bench.auth, user)
    const again = createUser(other, bench.auth, { ...user, email: user.email.toUpperCase() })
    await expect(again).rejects.toMatchObject(refusal('EMAIL_TAKEN'))
  })

  test('an attempt that broke off after the login is mended by repeating it', async () => {
    const { ctx } = await accountWithOwner()
    const user = person('SUPPORT')
    const left = await bench.auth.createLogin({ ...user, password: 'of the first attempt' })
    await createUser(ctx, bench.auth, user)
    const rows = await bench.asOwner<{ auth_user_id: string }>(
      'select auth_user_id from parley.users where email = $1',
      [user.email],
    )
    expect(rows).toEqual([{ auth_user_id: left }])
  })

  test('the login of another account’s user keeps its password when its address is asked for again', async () => {
    const { ctx } = await accountWithOwner()
    const user = person('SUPPORT')
    await createUser(ctx, bench.auth, user)
    const hash = () =>
      bench.asOwner(
        `select a.password from parley_auth.account a join parley_auth."user" u on u.id = a."userId" where u.email = $1`,
        [user.email],
      )
    const before = await hash()
    const { ctx: other } = await accountWithOwner()
    await expect(
      createUser(other, bench.auth, { ...user, password: 'of somebody else' }),
    ).rejects.toMatchObject(refusal('EMAIL_TAKEN'))
    expect(before).toHaveLength(1)
    expect(await hash()).toEqual(before)
  })

  test.each([
    [{ email: 'nobody' }, 'EMAIL_INVALID'],
    [{ name: ' ' }, 'NAME_REQUIRED'],
    [{ password: 'short' }, 'PASSWORD_LENGTH'],
  ])('%j is refused with %s, and leaves no login', async (wrong, code) => {
    const { ctx } = await accountWithOwner()
    const user = { ...person('SUPPORT'), ...wrong }
    await expect(createUser(ctx, bench.auth, user)).rejects.toMatchObject(refusal(code))
    expect(await bench.auth.findLogin(user.email)).toBeNull()
  })

  test('a removed user cannot sign in, stays as an author, and its address is free again', async () => {
    const { ctx } = await accountWithOwner()
    const user = person('SUPPORT')
    const { userId } = await createUser(ctx, bench.auth, user)
    await removeUser(ctx, bench.auth, userId)
    expect(await bench.auth.findLogin(user.email)).toBeNull()
    expect(await bench.asOwner('select name from parley.users where id = $1', [userId])).toEqual([
      { name: 'Robin Doe' },
    ])
    await expect(removeUser(ctx, bench.auth, userId)).rejects.toMatchObject(refusal('NOT_FOUND'))
    const { userId: next } = await createUser(ctx, bench.auth, user)
    expect(next).not.toBe(userId)
  })

  test('a removal whose second half fails changes nothing', async () => {
    const { ctx } = await accountWithOwner()
    const { userId } = await make(ctx, 'SUPPORT')
    const failing = {
      deleteLogin: () => Promise.reject(new LoginError('NO_SUCH_LOGIN', 'the database went away')),
    }
    await expect(removeUser(ctx, failing, userId)).rejects.toThrow('went away')
    expect(await rolesOf(ctx)).toHaveProperty(userId, 'SUPPORT')
  })
})

test('R3: another account’s user is not found', async () => {
  const [{ ctx: mine }, { ctx: theirs }] = [await accountWithOwner(), await accountWithOwner()]
  const { userId } = await make(theirs, 'SUPPORT')
  await expect(changeUserRole(mine, { userId, role: 'ADMIN' })).rejects.toMatchObject(refusal('NOT_FOUND'))
  await expect(removeUser(mine, bench.auth, userId)).rejects.toMatchObject(refusal('NOT_FOUND'))
  expect(await rolesOf(theirs)).toHaveProperty(userId, 'SUPPORT')
})

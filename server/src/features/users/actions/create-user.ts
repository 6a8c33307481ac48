import { UniqueConstraintViolationException } from '@mikro-orm/core'
import type { Role } from '../../../platform/auth/actor.ts'
import { LoginError, type Logins } from '../../../platform/auth/logins.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { querySystem } from '../../../platform/db/as-system.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { parseEmailAddress } from '../../../platform/email-address.ts'
import { userError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { isStorable } from '../../../platform/storable-text.ts'
import { User } from '../user.entity.ts'

export interface NewUser {
  email: string
  name: string
  role: Role
  password: string
}

type LoginMaker = Pick<Logins, 'createLogin' | 'findLogin' | 'setPassword'>

interface UserLogin {
  authUserId: string
  /** It was there without a user: left by an attempt that broke off after its first half. */
  isLeftOver: boolean
}

/**
 * Makes a user and the login behind it. An account's first user is its Owner, and there is no second one (R2); an
 * e-mail address has one user in all accounts together. The login comes first; should the rest fail, the same call
 * again takes that login up, with the password then given.
 * @throws UserErrors NAME_REQUIRED, NAME_INVALID, EMAIL_INVALID, EMAIL_TAKEN, PASSWORD_LENGTH, OWNER_REQUIRED, OWNER_EXISTS
 */
export const createUser = async (
  ctx: Context,
  logins: LoginMaker,
  input: NewUser,
): Promise<{ userId: string }> => {
  const user = { ...input, email: readEmail(input.email), name: input.name.trim() }
  checkName(user.name)
  await checkOwner(ctx, user.role)
  if (await isTaken(ctx, user.email)) throw emailTaken(user.email)
  const login = await makeLogin(logins, user)
  return inTransaction(ctx, async (ctx) => {
    await checkOwner(ctx, user.role)
    const userId = await insertUser(ctx, user, login.authUserId)
    if (login.isLeftOver) await logins.setPassword(login.authUserId, user.password)
    return { userId }
  })
}

const LONGEST_NAME = 100

const checkName = (name: string): void => {
  if (name === '') throw userError('NAME_REQUIRED', 'A user needs a name.', ['input', 'name'])
  if (name.length > LONGEST_NAME || !isStorable(name) || /\p{Cc}/u.test(name))
    throw userError('NAME_INVALID', `A name is one line of up to ${LONGEST_NAME} characters.`, [
      'input',
      'name',
    ])
}

const readEmail = (text: string): string => {
  const email = parseEmailAddress(text.toLowerCase())
  if (email === null)
    throw userError('EMAIL_INVALID', `"${text.slice(0, 100)}" is no e-mail address.`, ['input', 'email'])
  return email
}

const emailTaken = (email: string) =>
  userError('EMAIL_TAKEN', `${email} has a user already.`, ['input', 'email'])

const checkOwner = (ctx: Context, role: Role): Promise<void> =>
  inTransaction(ctx, async ({ em, actor: { accountId } }) => {
    const owner = await em.findOne(User, { accountId, role: 'OWNER' })
    if (!owner && role !== 'OWNER')
      throw userError('OWNER_REQUIRED', "An account's first user is its Owner.", ['input', 'role'])
    if (owner && role === 'OWNER')
      throw userError(
        'OWNER_EXISTS',
        'The account has its Owner. Give this user another role, then make it the Owner.',
        ['input', 'role'],
      )
  })

const isTaken = async ({ db }: Context, email: string): Promise<boolean> =>
  (await querySystem(db, 'select from users where lower(email) = $1 and removed_at is null', [email]))
    .length > 0

const makeLogin = async (logins: LoginMaker, user: NewUser): Promise<UserLogin> => {
  try {
    return { authUserId: await logins.createLogin(user), isLeftOver: false }
  } catch (error) {
    if (!(error instanceof LoginError)) throw error
    if (error.code !== 'LOGIN_EXISTS') throw userError(error.code, `${error.message}.`, ['input', 'password'])
    const authUserId = await logins.findLogin(user.email)
    if (!authUserId) throw error
    return { authUserId, isLeftOver: true }
  }
}

const insertUser = async (
  { em, actor: { accountId }, now }: WriteContext,
  { email, name, role }: NewUser,
  authUserId: string,
): Promise<string> => {
  const id = newId()
  em.create(User, { id, accountId, authUserId, email, name, role, createdAt: now })
  try {
    await em.flush()
    return id
  } catch (error) {
    // Somebody was quicker: the login is theirs.
    throw error instanceof UniqueConstraintViolationException ? emailTaken(email) : error
  }
}

import type { AuthContext } from 'better-auth'

/** What is used of better-auth here. */
interface Engine {
  internalAdapter: AuthContext['internalAdapter']
  password: Omit<AuthContext['password'], 'checkPassword'>
}

export interface NewLogin {
  email: string
  password: string
  name: string
}

export interface Logins {
  /**
   * Makes a login and gives its id, the `auth_user_id` of our users. A login left without a password by a crash is
   * completed. @throws LoginError for an e-mail that has a login, or a password of the wrong length.
   */
  createLogin(login: NewLogin): Promise<string>
  /** The id of the login with this e-mail, in any case, or null. */
  findLogin(email: string): Promise<string | null>
  /** Changes the password and ends all sessions of the login. @throws LoginError */
  setPassword(authUserId: string, password: string): Promise<void>
  /** Removes the login and ends its sessions; a login that doesn't exist is fine. */
  deleteLogin(authUserId: string): Promise<void>
}

export class LoginError extends Error {
  override name = 'LoginError'
  constructor(
    readonly code: 'LOGIN_EXISTS' | 'NO_SUCH_LOGIN' | 'PASSWORD_LENGTH',
    message: string,
  ) {
    super(message)
  }
}

const hashPassword = async (context: Engine, password: string): Promise<string> => {
  const { minPasswordLength, maxPasswordLength } = context.password.config
  if (password.length < minPasswordLength || password.length > maxPasswordLength) {
    throw new LoginError(
      'PASSWORD_LENGTH',
      `A password has between ${minPasswordLength} and ${maxPasswordLength} characters`,
    )
  }
  return await context.password.hash(password)
}

const addPassword = async (context: Engine, userId: string, password: string): Promise<void> => {
  await context.internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password })
}

/** Logins are made by our own actions and the CLI; over HTTP nobody can sign up. */
export const createLogins = (engineContext: Promise<Engine>): Logins => ({
  createLogin: async ({ email, password, name }) => {
    const context = await engineContext
    const hashed = await hashPassword(context, password)
    const existing = await context.internalAdapter.findUserByEmail(email)
    if (existing && (await context.internalAdapter.findCredentialAccount(existing.user.id))) {
      throw new LoginError('LOGIN_EXISTS', 'This e-mail address has a login already')
    }
    const user =
      existing?.user ??
      (await context.internalAdapter.createUser({ email, name, emailVerified: true }, { method: 'admin' }))
    await addPassword(context, user.id, hashed)
    return user.id
  },
  findLogin: async (email) => {
    const context = await engineContext
    return (await context.internalAdapter.findUserByEmail(email))?.user.id ?? null
  },
  setPassword: async (authUserId, password) => {
    const context = await engineContext
    const hashed = await hashPassword(context, password)
    if (!(await context.internalAdapter.findUserById(authUserId))) {
      throw new LoginError('NO_SUCH_LOGIN', 'There is no such login')
    }
    if (await context.internalAdapter.findCredentialAccount(authUserId)) {
      await context.internalAdapter.updatePassword(authUserId, hashed)
    } else await addPassword(context, authUserId, hashed)
    await context.internalAdapter.deleteUserSessions(authUserId)
  },
  deleteLogin: async (authUserId) => {
    const context = await engineContext
    await context.internalAdapter.deleteUser(authUserId)
  },
})

import Fastify, { type FastifyInstance } from 'fastify'
import { type Auth, type AuthOptions, createAuth } from '../platform/auth/create-auth.ts'
import { createLogger } from '../platform/log.ts'

export const ownerLogin = { email: 'owner@parley.test', password: 'parley-demo', name: 'Olivia Owner' }

/** A web process with nothing but the auth routes, on a port of the system's choice. */
export interface TestServer {
  auth: Auth
  url: string
  signIn(email: string, password: string, headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

/** Starts a web process on this database. The client's address is taken from `x-forwarded-for`, as behind a proxy. */
export const startAuthServer = async (
  databaseUrl: string,
  options: Partial<AuthOptions> = {},
): Promise<TestServer> => {
  const auth = createAuth({
    databaseUrl,
    secret: 'a secret that is long enough for anybody',
    publicUrl: 'http://localhost:4000',
    logger: createLogger('silent'),
    ...options,
  })
  const app: FastifyInstance = Fastify({ trustProxy: true })
  await app.register((scope) => auth.authRoutes(scope))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    auth,
    url,
    signIn: (email, password, headers = {}) =>
      fetch(`${url}/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ email, password }),
      }),
    close: async () => {
      await app.close()
      await auth.close()
    },
  }
}

/** The `Cookie` header that a browser would send after this answer. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')

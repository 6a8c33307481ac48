import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { authPath, clientAddressHeader } from './better-auth-options.ts'
import type { SignInLimit } from './sign-in-limit.ts'

export interface AuthRoutesOptions {
  /** better-auth as a function of a web request. */
  handle(request: Request): Promise<Response>
  /** Origin of `PUBLIC_URL`. */
  origin: string
  limit: SignInLimit
}

const bodyLimit = 16 * 1024

const credentials = z.object({
  email: z.string().trim().max(320),
  password: z.string().max(1024),
  rememberMe: z.boolean().optional(),
})

const passedOn = [
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
]

const headersFor = (request: FastifyRequest, origin: string): Headers => {
  const headers = new Headers({ [clientAddressHeader]: request.ip })
  for (const name of passedOn) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  // Every browser names the origin of a POST, and pages can't prevent it: without one, this is a program that can
  // be tricked by no page. better-auth would refuse it all the same.
  if (!headers.has('origin') && !headers.has('referer') && !headers.has('sec-fetch-site')) {
    headers.set('origin', origin)
  }
  return headers
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).header('cache-control', 'no-store').send({ code, message })

const unavailable = (reply: FastifyReply): FastifyReply =>
  refuse(
    reply.header('retry-after', 5),
    503,
    'UNAVAILABLE',
    'Signing in does not work at the moment. Try again soon.',
  )

const send = async (reply: FastifyReply, response: Response): Promise<FastifyReply> => {
  // Its only reason of its own is the database, and it has logged it.
  if (response.status >= 500) return unavailable(reply)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return reply
    .code(response.status)
    .header('cache-control', 'no-store')
    .type(response.headers.get('content-type') ?? 'application/json')
    .send(await response.text())
}

const tooMany = (reply: FastifyReply, seconds: number): FastifyReply =>
  refuse(
    reply.header('retry-after', seconds),
    429,
    'TOO_MANY_ATTEMPTS',
    `Too many failed sign-ins. Try again in ${seconds} second${seconds === 1 ? '' : 's'}.`,
  )

// A program may well send a JSON content type with no body to sign-out.
const acceptOnlyJson = (scope: FastifyInstance): void => {
  const parseJson = scope.getDefaultJsonParser('error', 'error')
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string', bodyLimit },
    (request, body, done) => {
      if (body === '') done(null)
      else parseJson(request, body, done)
    },
  )
}

// Messages of our own refusals are for the client, those of anything else are not.
const answerErrors = (scope: FastifyInstance): void => {
  scope.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status < 500) return refuse(reply, status, error.code, error.message)
    request.log.error({ part: 'auth', code: error.code, cause: error.message }, 'sign-in route failed')
    return unavailable(reply)
  })
}

const signIn =
  ({ handle, origin, limit }: AuthRoutesOptions) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const parsed = credentials.safeParse(request.body)
    if (!parsed.success) return refuse(reply, 400, 'INVALID_BODY', 'Expected JSON with email and password')
    const headers = headersFor(request, origin)
    headers.set('content-type', 'application/json')
    const outcome = await limit.attempt(
      { email: parsed.data.email, address: request.ip },
      () =>
        handle(
          new Request(`${origin}${authPath}/sign-in/email`, {
            method: 'POST',
            headers,
            body: JSON.stringify(parsed.data),
          }),
        ),
      (response) => response.status === 401,
    )
    return 'retryAfter' in outcome ? tooMany(reply, outcome.retryAfter) : await send(reply, outcome.result)
  }

/** `/auth/*`: three of better-auth's routes and no other; the rest of what it can do is not offered. */
export const authRoutes = async (app: FastifyInstance, options: AuthRoutesOptions): Promise<void> => {
  const pass =
    (method: 'GET' | 'POST', path: string) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      await send(
        reply,
        await options.handle(
          new Request(`${options.origin}${authPath}${path}`, {
            method,
            headers: headersFor(request, options.origin),
          }),
        ),
      )
  await app.register(
    async (scope) => {
      acceptOnlyJson(scope)
      answerErrors(scope)
      scope.post('/sign-in/email', signIn(options))
      scope.post('/sign-out', pass('POST', '/sign-out'))
      scope.get('/get-session', pass('GET', '/get-session'))
      scope.all('/*', (_request, reply) => refuse(reply, 404, 'NOT_FOUND', 'There is no such address'))
    },
    { prefix: authPath },
  )
}

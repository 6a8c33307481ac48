import Fastify from 'fastify'
import { createUser } from '../features/users/actions/create-user.ts'
import type { Actor, Role } from '../platform/auth/actor.ts'
import { watchActors } from '../platform/auth/watch-actors.ts'
import { readLog } from '../platform/change-log/read-log.ts'
import type { Context } from '../platform/context.ts'
import { executePresented } from '../platform/graphql/execute-presented.ts'
import { createExecutor } from '../platform/graphql/executor.ts'
import { graphqlRoutes } from '../platform/graphql/graphql-routes.ts'
import { createRequestContext } from '../platform/graphql/request-context.ts'
import { demandSubscription } from '../platform/graphql/rights.ts'
import { createLiveFeeds } from '../platform/live/live-feeds.ts'
import { createLiveSubscriptions } from '../platform/live/live-subscriptions.ts'
import { openSockets } from '../platform/live/sockets.ts'
import { listenForWakeUps } from '../platform/wake-ups/listen.ts'
import { buildSchema } from '../schema.ts'
import { authentication } from '../web/authentication.ts'
import { type AccountBench, openAccountBench } from './account-bench.ts'
import { cookieOf } from './auth-server.ts'
import { silent } from './build.ts'
import { openLiveClient } from './live-client.ts'

const publicUrl = 'http://localhost:4000'

/** What an operation gave, with its HTTP status. */
export interface Answer {
  status: number
  data?: Record<string, unknown> | null
  errors?: { message: string; extensions?: { code?: string } }[]
}

/** A web process with its sign-in, API and sockets, as `web.ts` wires them, on a bench for accounts. */
const startAccessProcess = async (bench: AccountBench) => {
  const { db } = bench.base
  const schema = buildSchema()
  const executor = createExecutor(schema)
  const authenticator = authentication(db, bench.auth, silent)
  const access = { logins: bench.auth, invalidate: authenticator.invalidate }
  const wakeUps = await listenForWakeUps(db, silent)
  const read = (accountId: string, after: number) => readLog(db, accountId, after)
  const contextFor = (actor: Actor) => createRequestContext({ db, log: silent, publicUrl, access, actor })
  const feeds = createLiveFeeds({ readLog: read, wakeUps, log: silent })
  const execute = executePresented(executor, silent)
  const live = createLiveSubscriptions({ schema, feeds, contextFor, log: silent, readLog: read, execute })
  const watch = watchActors(authenticator, silent)
  const app = Fastify()
  await app.register((scope) => bench.auth.authRoutes(scope))
  await app.register(graphqlRoutes, { schema, executor, authenticator, db, log: silent, publicUrl, access })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const sockets = openSockets({
    server: app.server,
    schema,
    live,
    execute,
    contextFor,
    watch,
    log: silent,
    authenticate: (credentials) => authenticator.authenticate(credentials),
    demandRight: (actor, field) => demandSubscription(schema, actor, field),
    allowedOrigins: [publicUrl],
  })
  return {
    address,
    close: async () => {
      await sockets.close()
      feeds.close()
      watch.close()
      await app.close()
      await wakeUps.close()
    },
  }
}

/** Users and keys over a whole web process: signing in, asking, subscribing. To be closed in `afterAll`. */
export const openAccessRig = async () => {
  const bench = await openAccountBench()
  const web = await startAccessProcess(bench)
  const clients: ReturnType<typeof openLiveClient>[] = []
  let count = 0
  return {
    bench,
    /** A user of this role, signed in: headers to ask with. */
    user: async (ctx: Context, role: Role) => {
      const email = `person${++count}@access.test`
      const password = 'long enough'
      const { userId } = await createUser(ctx, bench.auth, { email, password, name: 'Robin Doe', role })
      return { userId, email, headers: { cookie: await signIn(web.address, email, password) } }
    },
    signIn: (email: string, password: string) => signIn(web.address, email, password),
    ask: async (
      headers: Record<string, string>,
      query: string,
      variables: Record<string, unknown> = {},
    ): Promise<Answer> => {
      const answer = await fetch(`${web.address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      return { status: answer.status, ...((await answer.json()) as Omit<Answer, 'status'>) }
    },
    /** A socket's client, with a key or with a cookie. */
    connect: ({ authorization, cookie }: { authorization?: string; cookie?: string }) => {
      const client = openLiveClient(
        `${web.address}/graphql`,
        authorization,
        cookie ? { cookie, origin: publicUrl } : {},
      )
      clients.push(client)
      return client
    },
    close: async () => {
      for (const client of clients) await client.close()
      await web.close()
      await bench.close()
    },
  }
}

/** The cookie of a new session; fails if the sign-in does. */
const signIn = async (address: string, email: string, password: string): Promise<string> => {
  const answer = await fetch(`${address}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: publicUrl },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`the sign-in was answered ${answer.status}`)
  return cookieOf(answer)
}

export type AccessRig = Awaited<ReturnType<typeof openAccessRig>>

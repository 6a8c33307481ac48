import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Env } from './env.ts'
import { carrierWebhooks } from './features/carrier/webhooks.ts'
import { primeChanged } from './features/inbox/changed-conversations.ts'
import { shortLinks } from './features/links/short-link-route.ts'
import type { UploadParts } from './features/media/actions/upload-media.ts'
import { mediaRoutes } from './features/media/media-routes.ts'
import type { Actor } from './platform/auth/actor.ts'
import type { Auth } from './platform/auth/create-auth.ts'
import { watchActors } from './platform/auth/watch-actors.ts'
import { readLog } from './platform/change-log/read-log.ts'
import type { Database } from './platform/db/database.ts'
import { executePresented } from './platform/graphql/execute-presented.ts'
import { createExecutor } from './platform/graphql/executor.ts'
import { graphqlRoutes } from './platform/graphql/graphql-routes.ts'
import { createRequestContext } from './platform/graphql/request-context.ts'
import { demandSubscription } from './platform/graphql/rights.ts'
import { createLiveFeeds } from './platform/live/live-feeds.ts'
import { createLiveSubscriptions } from './platform/live/live-subscriptions.ts'
import { openSockets } from './platform/live/sockets.ts'
import type { Logger } from './platform/log.ts'
import type { WakeUps } from './platform/wake-ups/listen.ts'
import { buildSchema } from './schema.ts'
import { clientFolder } from './start/build-client.ts'
import { authentication } from './web/authentication.ts'
import { clientFiles } from './web/client-files.ts'
import { type Dependency, health } from './web/health.ts'
import { listen, stopListening } from './web/listen.ts'
import { metrics } from './web/metrics.ts'

export interface WebParts {
  env: Env
  log: Logger
  db: Database
  auth: Auth
  wakeUps: WakeUps
  dependencies: Dependency[]
  /** Where media are stored, and the folder that uploads pass through. */
  media: UploadParts
  /** The simulated carrier with its page, in sandbox mode. */
  sandbox?: (app: FastifyInstance) => Promise<void>
}

const MAX_BODY = 1024 * 1024

/** The web role: webhooks, GraphQL over HTTP and sockets, sign-in, health, metrics, and the client. */
export const startWeb = async (parts: WebParts): Promise<{ stop(): Promise<void> }> => {
  const { env, log, db, auth, wakeUps } = parts
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request would cost more than the webhook's signature; nothing logs by request.
    childLoggerFactory: (logger) => logger,
    bodyLimit: MAX_BODY,
    trustProxy: 'loopback,linklocal,uniquelocal',
    forceCloseConnections: 'idle',
  })
  const authenticator = authentication(db, auth, log)
  const schema = buildSchema()
  const executor = createExecutor(schema)
  const execute = executePresented(executor, log)
  const access = { logins: auth, invalidate: authenticator.invalidate }
  const contextFor = (actor: Actor, changed: unknown[] = []) => {
    const ctx = createRequestContext({ db, log, publicUrl: env.publicUrl, access, actor })
    primeChanged(ctx, changed)
    return ctx
  }
  const watch = watchActors(authenticator, log)
  const feeds = createLiveFeeds({
    wakeUps,
    log,
    readLog: (accountId, after) => readLog(db, accountId, after),
  })
  const live = createLiveSubscriptions({
    schema,
    feeds,
    contextFor,
    log,
    readLog: (accountId, after) => readLog(db, accountId, after),
    execute,
  })

  await app.register(metrics, {
    openSockets: () => sockets.count(),
    liveSubscriptions: () => live.count(),
  })
  await app.register(health, { dependencies: parts.dependencies })
  await app.register(carrierWebhooks, {
    db,
    log,
    wakeUps,
    live: feeds,
    publicUrl: env.publicUrl,
    authToken: env.plivoAuthToken,
  })
  await app.register(shortLinks, { db, log, publicUrl: env.publicUrl })
  await app.register(mediaRoutes, {
    db,
    log,
    authenticator,
    ...parts.media,
    publicUrl: env.publicUrl,
    allowedOrigins: ownOrigins(env),
  })
  await app.register(auth.authRoutes)
  await app.register(graphqlRoutes, {
    schema,
    executor,
    authenticator,
    db,
    log,
    publicUrl: env.publicUrl,
    access,
  })
  if (parts.sandbox) await parts.sandbox(app)
  await app.register(clientFiles, { folder: clientFolder })
  // Before the sockets, which would take a failure to listen for one of theirs.
  await listen(app, env)
  const sockets = openSockets({
    server: app.server,
    schema,
    live,
    contextFor,
    watch,
    log,
    execute,
    authenticate: (credentials) => authenticator.authenticate(credentials),
    demandRight: (actor, field) => demandSubscription(schema, actor, field),
    allowedOrigins: ownOrigins(env),
  })
  return {
    stop: async () => {
      await sockets.close()
      feeds.close()
      watch.close()
      await stopListening(app)
    },
  }
}

/** The pages that may use a visitor's cookie: ours, also by this machine's own names while it is a sandbox. */
export const ownOrigins = ({ publicUrl, carrier, port }: Env): string[] => {
  const local = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  return [new URL(publicUrl).origin, ...(carrier === 'sandbox' ? local : [])]
}

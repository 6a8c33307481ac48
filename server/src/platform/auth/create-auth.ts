import { betterAuth } from 'better-auth'
import { getCookies } from 'better-auth/cookies'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { QUERY_PATIENCE_MS } from '../db/patience.ts'
import type { Logger } from '../log.ts'
import { authRoutes } from './auth-routes.ts'
import { authSchema, betterAuthOptions } from './better-auth-options.ts'
import { createLogins, type Logins } from './logins.ts'
import { readCookie } from './read-cookie.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { SignInLimit } from './sign-in-limit.ts'

export interface AuthOptions {
  /** PostgreSQL, migrated by `migrateAuth`, as the owner of `parley_auth`. */
  databaseUrl: string
  /** Signs the session cookies: another secret ends all sessions. */
  secret: string
  /** `PUBLIC_URL`: with https, cookies are `Secure`. Its origin may use the routes. */
  publicUrl: string
  /** Further origins whose pages may use the routes (the sandbox: the loopback names of this server). */
  trustedOrigins?: string[]
  logger: Logger
}

/** Sessions and logins of people, by better-auth. Roles and accounts are not its business. */
export interface Auth extends Logins, Sessions {
  /** Fastify plugin: sign-in, sign-out and get-session under `/auth` (contract/running.md). */
  authRoutes(app: FastifyInstance): Promise<void>
  close(): Promise<void>
}

type BetterAuthLogger = NonNullable<Parameters<typeof betterAuth>[0]['logger']>

/** better-auth's own lines, without its arguments: they may hold e-mails or whole rows. */
const logTo = (logger: Logger): BetterAuthLogger => ({
  disableColors: true,
  log: (level, message, ...details) => {
    const cause = details.find((detail) => detail instanceof Error)
    logger[level === 'error' ? 'error' : 'info'](
      { part: 'auth', ...(cause && { cause: cause.name }) },
      message,
    )
  },
})

/** Opens sessions and logins on a pool of its own, at most 3 connections; connects at the first use. */
export const createAuth = ({
  databaseUrl,
  secret,
  publicUrl,
  trustedOrigins = [],
  logger,
}: AuthOptions): Auth => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 3,
    connectionTimeoutMillis: 5_000,
    query_timeout: QUERY_PATIENCE_MS,
    options: `-c search_path=${authSchema}`,
    application_name: 'parley-auth',
  })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', (error) =>
    logger.warn({ part: 'auth', cause: error.message }, 'idle database connection lost'),
  )

  const { origin } = new URL(publicUrl)
  const ended = new Set<(sessionId: string) => void>()
  const engine = betterAuth({
    ...betterAuthOptions,
    baseURL: origin,
    secret,
    trustedOrigins: [origin, ...trustedOrigins],
    database: pool,
    logger: logTo(logger),
    databaseHooks: {
      session: { delete: { after: async ({ id }) => ended.forEach((listener) => void listener(id)) } },
    },
  })
  const cookieName = getCookies(engine.options).sessionToken.name
  const readSessionCookie = (header: string): string | undefined => readCookie(header, cookieName)

  return {
    ...createLogins(engine.$context),
    ...createSessions({ engine, pool, cookieName, readSessionCookie, ended }),
    authRoutes: (app) => authRoutes(app, { handle: engine.handler, origin, limit: new SignInLimit(pool) }),
    close: () => pool.end(),
  }
}

import { hash } from 'node:crypto'
import type { Logger } from '../log.ts'
import type { Actor, KeyActor, UserActor } from './actor.ts'
import { type ActorKey, actorKeys } from './actor-key.ts'
import { apiKeyDigest, hashApiKey, isApiKey } from './api-key.ts'
import { KeyUse } from './key-use.ts'
import { LookupCache } from './lookup-cache.ts'
import type { Sessions } from './sessions.ts'

/** Our side of a login: whose account, which role. */
export type UserIdentity = Omit<UserActor, 'sessionId'>

export interface AuthenticatorOptions {
  auth: Sessions
  /** The user behind a login; null once removed. */
  findActorByAuthUserId(authUserId: string): Promise<UserIdentity | null>
  /** The API key with this hash (`hashApiKey`); null if there is none or it is revoked. */
  findApiKeyByHash(hash: Buffer): Promise<KeyActor | null>
  /** The same by id, for open sockets. */
  findApiKeyById(apiKeyId: string): Promise<KeyActor | null>
  /** Notes that a key was used; called at most once a minute for each key. */
  touchApiKey(apiKeyId: string, at: Date): Promise<void>
  logger: Logger
}

/** What a request or the opening of a socket brings; for a socket, `authorization` of its connectionParams. */
export interface Credentials {
  cookie?: string | undefined
  authorization?: string | undefined
}

export interface Authenticator {
  /**
   * Who asks: null for nobody (no credentials, or a session that ended), `invalid` for a bearer token that is no
   * valid API key. Kept for 5 s at most, so that a request costs no query. @throws when the database is down
   */
  authenticate(credentials: Credentials): Promise<Actor | null | 'invalid'>
  /** Whether an actor of an open socket still has the rights it came with. Asks the database, for all sockets of one session together. */
  stillValid(actor: Actor): Promise<boolean>
  /** Makes a change of rights felt at once in this process; the others feel it within 5 s. */
  invalidate(key: ActorKey): void
  /** Calls back at each `invalidate` and at each session that this process ends. Gives the function that stops it. */
  onRevoked(listener: (key: ActorKey) => void): () => void
}

const KEEP_MS = 5_000
const KEEP_CHECK_MS = 1_000
const KEPT_AT_MOST = 10_000

const sameRights = (actor: Actor, now: Actor | null): boolean => {
  if (now === null || actor.kind !== now.kind || actor.accountId !== now.accountId) return false
  if (actor.kind === 'user' && now.kind === 'user')
    return actor.role === now.role && actor.userId === now.userId
  if (actor.kind === 'apiKey' && now.kind === 'apiKey') {
    return (
      actor.scopes.length === now.scopes.length && actor.scopes.every((scope) => now.scopes.includes(scope))
    )
  }
  return true
}

/** Turns credentials into actors (R1–R3), and tells when an actor has lost its rights. */
export const createAuthenticator = (options: AuthenticatorOptions): Authenticator => {
  const { auth } = options
  const actors = new LookupCache<Actor | null>(KEEP_MS, KEPT_AT_MOST)
  const checks = new LookupCache<Actor | null>(KEEP_CHECK_MS, KEPT_AT_MOST)
  const listeners = new Set<(key: ActorKey) => void>()
  const keyUse = new KeyUse(options)

  const userOf = async (session: { sessionId: string; authUserId: string } | null | undefined) => {
    const identity = session && (await options.findActorByAuthUserId(session.authUserId))
    return identity ? { ...identity, sessionId: session.sessionId } : null
  }

  const byBearer = async (authorization: string): Promise<Actor | 'invalid'> => {
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
    if (token === undefined || !isApiKey(token)) return 'invalid'
    const actor = await actors.resolve(`k${apiKeyDigest(token)}`, () =>
      options.findApiKeyByHash(hashApiKey(token)),
    )
    if (actor?.kind !== 'apiKey') return 'invalid'
    keyUse.note(actor.apiKeyId)
    return actor
  }

  const byCookie = async (header: string): Promise<Actor | null> => {
    const cookie = auth.readSessionCookie(header)
    if (cookie === undefined) return null
    return await actors.resolve(`s${hash('sha256', cookie, 'base64')}`, async () =>
      userOf(await auth.findSession(cookie)),
    )
  }

  const lookUpAgain = async (actor: UserActor | KeyActor): Promise<Actor | null> =>
    actor.kind === 'apiKey'
      ? await options.findApiKeyById(actor.apiKeyId)
      : await userOf((await auth.findLiveSessions([actor.sessionId]))[0])

  const invalidate = (key: ActorKey): void => {
    const matches = (actor: Actor | null): boolean => actor !== null && actorKeys(actor).includes(key)
    actors.forget(matches)
    checks.forget(matches)
    for (const listener of listeners) listener(key)
  }
  auth.onSessionEnded((sessionId) => invalidate(`session:${sessionId}`))

  return {
    authenticate: async ({ authorization, cookie }) => {
      if (authorization) return await byBearer(authorization)
      return cookie ? await byCookie(cookie) : null
    },
    stillValid: async (actor) => {
      if (actor.kind === 'system') return true
      const [key = ''] = actorKeys(actor)
      return sameRights(actor, await checks.resolve(key, () => lookUpAgain(actor)))
    },
    invalidate,
    onRevoked: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

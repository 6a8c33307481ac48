import type pg from 'pg'

export interface SessionInfo {
  sessionId: string
  authUserId: string
}

export interface Sessions {
  /** The raw session cookie in a `Cookie` header. */
  readSessionCookie(header: string): string | undefined
  /** The session of a raw session cookie: its signature is checked, then the database asked. */
  findSession(cookie: string): Promise<SessionInfo | null>
  /** Which of these sessions are still there, with whose they are. One query. */
  findLiveSessions(sessionIds: string[]): Promise<SessionInfo[]>
  /** Forgets sessions past their time: they open nothing any more, and better-auth leaves them lying. */
  removeExpired(): Promise<void>
  /** Calls back when a session is ended by this process: sign-out, changed password, deleted login. */
  onSessionEnded(listener: (sessionId: string) => void): void
}

export interface SessionsOptions {
  engine: { api: { getSession(request: SessionRequest): Promise<FoundSession | null> } }
  pool: pg.Pool
  cookieName: string
  readSessionCookie(header: string): string | undefined
  ended: Set<(sessionId: string) => void>
}

interface SessionRequest {
  headers: Headers
  query: { disableRefresh: true }
}

interface FoundSession {
  session: { id: string; userId: string }
}

/** Look-ups of sessions; nothing is kept here (authenticator.ts keeps). */
export const createSessions = (options: SessionsOptions): Sessions => {
  const { engine, pool, cookieName, readSessionCookie, ended } = options
  return {
    readSessionCookie,
    findSession: async (cookie) => {
      // No refresh here: only get-session, which the client calls when it opens, can hand the new cookie out.
      const found = await engine.api.getSession({
        headers: new Headers({ cookie: `${cookieName}=${cookie}` }),
        query: { disableRefresh: true },
      })
      return found && { sessionId: found.session.id, authUserId: found.session.userId }
    },
    findLiveSessions: async (sessionIds) => {
      const { rows } = await pool.query<SessionInfo>({
        name: 'live-sessions',
        text: `select id as "sessionId", "userId" as "authUserId" from session where id = any($1) and "expiresAt" > now()`,
        values: [sessionIds],
      })
      return rows
    },
    removeExpired: async () => {
      await pool.query('delete from session where "expiresAt" < now()')
    },
    onSessionEnded: (listener) => {
      ended.add(listener)
    },
  }
}

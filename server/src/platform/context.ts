import type { EntityManager } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import type { Actor } from './auth/actor.ts'
import type { Change } from './change-log/change.ts'
import type { Database } from './db/database.ts'

/** Who asks, when, and what with. Handed from the edge (resolver, webhook, job, CLI) to actions and queries. */
export interface Context {
  readonly db: Database
  readonly actor: Actor
  /** The moment of the request; actions take it from here so that one request has one time. */
  readonly now: Date
  readonly log: Logger
  /** The server's address as the world knows it (`PUBLIC_URL`), without a trailing slash: what links in texts and mails begin with. */
  readonly publicUrl: string
}

/** Inside a transaction of the actor's account. It shadows the outer context, which is out of reach there. */
export interface WriteContext extends Context {
  readonly em: EntityManager
  /** The account's log sequence when the transaction took its lock. */
  readonly head: number
  /** Entries to write to the log at the end, in order. Only `recordChange` adds to it. */
  readonly changes: Change[]
}

import type { EntityClass } from '@mikro-orm/core'
import { MikroORM } from '@mikro-orm/postgresql'
import type pg from 'pg'
import type { Commit } from '../change-log/write-changes.ts'
import { type Backends, followBackends } from './backends.ts'
import { dropSilent } from './patience.ts'

/** The connections of one process: MikroORM for writes, and the very same pool for hot reads and batches. */
export interface Database {
  readonly orm: MikroORM
  readonly pool: pg.Pool
  readonly url: string
  /** Hears what this process commits, at once: the announcement by NOTIFY takes a way round. */
  readonly commitListeners: Set<CommitListener>
  /** The pool's connections, as the database server names them. */
  readonly backends: Backends
  close(): Promise<void>
}

export type CommitListener = (commit: Commit) => void

export interface DatabaseOptions {
  url: string
  /** Connections at most. Default 10. */
  maxConnections?: number
  entities: EntityClass<unknown>[]
}

/**
 * Every connection acts as `parley_app`, which owns nothing and is bound by row-level security, in UTC. Plans are
 * generic: the statements are written so that one plan is right for all parameters (literal LIMITs), and
 * planning anew at each call would cost more than running them. Such a plan is for an account of average size, where
 * reading all rows of the account to sort or join them looks cheap; in a large one it is ruin. So the planner is left
 * with indexes that have the order, and with looking up row by row (features/inbox/inbox-plans.test.ts). One request
 * takes one core at most: what it would gain by more, the others would lose.
 */
const sessionOptions = [
  'role=parley_app',
  'search_path=parley,public',
  'timezone=UTC',
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_bitmapscan=off',
  'enable_sort=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'enable_material=off',
  'max_parallel_workers_per_gather=0',
  'idle_in_transaction_session_timeout=60000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ')

/** Opens the pool; connects lazily, so a database that is down shows at the first query, not here. */
export const openDatabase = ({ url, maxConnections = 10, entities }: DatabaseOptions): Database => {
  let pool: pg.Pool | undefined
  const orm = new MikroORM({
    clientUrl: url,
    schema: 'parley',
    entities,
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    logger: () => undefined,
    driverOptions: {
      options: sessionOptions,
      application_name: 'parley',
      pipeline: true,
      max: maxConnections,
      connectionTimeoutMillis: 5_000,
      onPoolCreated: (created: pg.Pool) => {
        pool = created
        dropSilent(created)
      },
    },
  })
  orm.em.getConnection().getClient()
  if (!pool) throw new Error('MikroORM did not report its pool')
  const opened = pool
  const backends = followBackends(pool)
  const close = async (): Promise<void> => {
    await orm.close(true)
    // Kysely ends the pool only if it was its first user.
    if (!opened.ending) await opened.end()
  }
  return { orm, pool, url, commitListeners: new Set(), backends, close }
}

/** Tells this process's readers of a commit. */
export const announceCommit = (db: Database, commit: Commit): void => {
  for (const hear of db.commitListeners) hear(commit)
}

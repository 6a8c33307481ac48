import type { EntityClass } from '@mikro-orm/core'
import { MikroORM } from '@mikro-orm/postgresql'
import type pg from 'pg'

/** The connections of one process: MikroORM for writes, and the very same pool for hot reads and batches. */
export interface Database {
  readonly orm: MikroORM
  readonly pool: pg.Pool
  readonly url: string
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  /** Connections at most. Default 10. */
  maxConnections?: number
  entities: EntityClass<unknown>[]
}

/**
 * Every connection acts as `parley_app`, which owns nothing and is bound by row-level security, in UTC. Plans are
 * generic: the statements are written so that one plan is right for all parameters (literal LIMITs), and
 * planning anew at each call would cost more than running them.
 */
const sessionOptions =
  '-c role=parley_app -c search_path=parley,public -c timezone=UTC -c plan_cache_mode=force_generic_plan -c idle_in_transaction_session_timeout=60000'

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
      },
    },
  })
  orm.em.getConnection().getClient()
  if (!pool) throw new Error('MikroORM did not report its pool')
  return { orm, pool, url, close: () => orm.close(true) }
}

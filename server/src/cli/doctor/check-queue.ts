import { Redis } from 'ioredis'
import type { Env } from '../../env.ts'
import { explainError } from '../command-error.ts'
import { Finding } from './report.ts'
import { withOwner } from './with-owner.ts'

/** The store of the job queue answers, and forgets no jobs. */
export const checkQueue = (env: Env, databaseUrl: string | undefined): Promise<string> => {
  if (env.redisUrl) return checkRedis(env.redisUrl)
  if (databaseUrl === undefined) throw new Finding('PostgreSQL keeps it', 'mend the database first')
  return withOwner(databaseUrl, async (client) => {
    await client.query('select 1')
    return 'PostgreSQL keeps it'
  })
}

const checkRedis = async (url: string): Promise<string> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5_000,
    commandTimeout: 5_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // The command that is under way says only that the connection is closed.
  let cause: unknown
  redis.on('error', (error) => {
    cause = error
  })
  try {
    await redis.connect()
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1]
    if (policy !== undefined && policy !== 'noeviction')
      throw new Finding(
        `its maxmemory-policy is ${policy}, under which jobs get lost`,
        'set maxmemory-policy to noeviction',
      )
    return 'Redis or Valkey keeps it'
  } catch (error) {
    if (error instanceof Finding) throw error
    throw new Finding(
      `it does not answer (${explainError(cause ?? error)})`,
      'check REDIS_URL, or leave it out: PostgreSQL then keeps the jobs',
    )
  } finally {
    redis.disconnect()
  }
}

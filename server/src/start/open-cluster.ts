import type { Env } from '../env.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import type { Logger } from '../platform/log.ts'
import { progress } from './greeting.ts'
import type { Stoppable } from './stop-in-order.ts'

/** The database that is configured, or the embedded one, started. */
export const openCluster = async (env: Env, log: Logger): Promise<Stoppable & { url: string }> => {
  if (env.databaseUrl) return { url: env.databaseUrl, stop: async () => undefined }
  return startEmbeddedPostgres({ dataDir: env.dataDir, logger: log, onProgress: progress })
}

import { migrateSandbox } from '../../sandbox/migrate-sandbox.ts'
import { migrateAuth } from '../auth/migrate-auth.ts'
import { migrateJobs } from '../jobs/queue.ts'
import { migrate } from './migrate.ts'

export interface MigrateAllOptions {
  /** The owner's connection: it creates roles and schemas. */
  databaseUrl: string
  /** Whether the simulated carrier keeps its phones here (`CARRIER=sandbox`). */
  sandbox: boolean
}

/**
 * Brings every schema of Parley up to date: its own first, since that one makes the roles and refuses a PostgreSQL
 * that is too old. Safe to repeat, and from several processes at once.
 */
export const migrateAll = async ({ databaseUrl, sandbox }: MigrateAllOptions): Promise<void> => {
  await migrate(databaseUrl)
  await migrateAuth(databaseUrl)
  await migrateJobs(databaseUrl)
  if (sandbox) await migrateSandbox(databaseUrl)
}

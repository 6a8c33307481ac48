import type { Command } from 'commander'
import { migrateAll } from '../platform/db/migrate-all.ts'
import { print } from './print.ts'
import { withDatabaseUrl } from './with-parley.ts'

/** `migrate`: brings every schema up to date, as each start of the server does. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('bring the database up to date; each start of the server does so too')
    .action(() =>
      withDatabaseUrl(async ({ env, databaseUrl }) => {
        await migrateAll({ databaseUrl, sandbox: env.carrier === 'sandbox' })
        print('The database is up to date.')
      }),
    )
}

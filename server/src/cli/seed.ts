import type { Command } from 'commander'
import { seedDemo } from '../seed/seed-demo.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

/** `seed`: makes the demo accounts; what is there stays as it is. */
export const addSeed = (program: Command): void => {
  program
    .command('seed')
    .description('make the demo accounts with their history, unless they are there; password: DEMO_PASSWORD')
    .action(() =>
      withParley(async ({ env, auth, databaseUrl, now }) => {
        await seedDemo({ databaseUrl, logins: auth, password: env.demoPassword, now })
        print('The demo accounts are there: sign in as owner@parley.test with DEMO_PASSWORD.')
      }),
    )
}

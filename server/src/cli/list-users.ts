import type { Command } from 'commander'
import { querySystem } from '../platform/db/as-system.ts'
import { toGlobalId } from '../platform/ids.ts'
import { findAccount } from './find-account.ts'
import { printTable } from './print.ts'
import { withParley } from './with-parley.ts'

const USERS = `
  select id, email, name, role from users where account_id = $1 and removed_at is null order by id limit 1000`

/** `list-users`: who can sign in to an account. */
export const addListUsers = (program: Command): void => {
  program
    .command('list-users')
    .description('list who can sign in to an account, the oldest first')
    .requiredOption('--account <account>', 'id or exact name')
    .action(({ account: wanted }: { account: string }) =>
      withParley(async ({ db }) => {
        const account = await findAccount(db, wanted)
        const users = await querySystem<Record<'id' | 'email' | 'name' | 'role', string>>(db, USERS, [
          account.id,
        ])
        printTable([
          ['ID', 'ROLE', 'E-MAIL', 'NAME'],
          ...users.map(({ id, role, email, name }) => [toGlobalId('User', id), role, email, name]),
        ])
      }),
    )
}

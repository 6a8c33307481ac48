import type { Command } from 'commander'
import { changeUserRole } from '../features/users/actions/change-user-role.ts'
import { type Role, roles } from '../platform/auth/actor.ts'
import { findAccount } from './find-account.ts'
import { findUser } from './find-user.ts'
import { oneOf } from './one-of.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  account: string
  email: string
  role: Role
}

/** `change-role`: gives a user another role; a new Owner makes an Admin of the one before (R2). */
export const addChangeRole = (program: Command): void => {
  program
    .command('change-role')
    .description('give a user another role; a new Owner makes an Admin of the one before')
    .requiredOption('--account <account>', 'id or exact name')
    .requiredOption('--email <address>', 'whose role')
    .requiredOption('--role <role>', roles.join(', '), oneOf(roles))
    .action(({ account: wanted, email, role }: Options) =>
      withParley(async ({ db, contextFor }) => {
        const account = await findAccount(db, wanted)
        const userId = await findUser(db, account, email)
        await changeUserRole(contextFor(account.id), { userId, role })
        print(`${email} is ${role} of ${account.name} now.`)
      }),
    )
}

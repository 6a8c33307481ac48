import type { Command } from 'commander'
import { createUser } from '../features/users/actions/create-user.ts'
import { makePassword } from '../features/users/make-password.ts'
import { type Role, roles } from '../platform/auth/actor.ts'
import { toGlobalId } from '../platform/ids.ts'
import { findAccount } from './find-account.ts'
import { oneOf } from './one-of.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  account: string
  email: string
  name: string
  role: Role
  password?: string
}

/** `create-user`: a person who can sign in; the first of an account is its Owner (R2). */
export const addCreateUser = (program: Command): void => {
  program
    .command('create-user')
    .description('make a user; the first one of an account is its Owner')
    .requiredOption('--account <account>', 'id or exact name')
    .requiredOption('--email <address>', 'what the user signs in with')
    .requiredOption('--name <name>', 'name, as colleagues see it')
    .requiredOption('--role <role>', roles.join(', '), oneOf(roles))
    .option('--password <password>', 'at least 8 characters (default: one is made, and shown once)')
    .action(({ account: wanted, email, name, role, password }: Options) =>
      withParley(async ({ db, auth, contextFor }) => {
        const account = await findAccount(db, wanted)
        const made = password ?? makePassword()
        const input = { email, name, role, password: made }
        const { userId } = await createUser(contextFor(account.id), auth, input)
        print(`Made the user ${email} (${role}) of ${account.name}: ${toGlobalId('User', userId)}`)
        if (password === undefined) print(`Password, shown only now: ${made}`)
      }),
    )
}

import type { Command } from 'commander'
import { resetPassword } from '../features/users/actions/reset-password.ts'
import { makePassword } from '../features/users/make-password.ts'
import { findAccount } from './find-account.ts'
import { findUser } from './find-user.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  account: string
  email: string
  password?: string
}

/** `set-password`: for who has forgotten theirs; all sessions of the user end. */
export const addSetPassword = (program: Command): void => {
  program
    .command('set-password')
    .description('give a user another password; all their sessions end')
    .requiredOption('--account <account>', 'id or exact name')
    .requiredOption('--email <address>', 'whose password')
    .option('--password <password>', 'at least 8 characters (default: one is made, and shown once)')
    .action(({ account: wanted, email, password }: Options) =>
      withParley(async ({ db, auth, contextFor }) => {
        const account = await findAccount(db, wanted)
        const userId = await findUser(db, account, email)
        const made = password ?? makePassword()
        await resetPassword(contextFor(account.id), auth, { userId, password: made })
        print(`${email} of ${account.name} has another password, and is signed out everywhere.`)
        if (password === undefined) print(`Password, shown only now: ${made}`)
      }),
    )
}

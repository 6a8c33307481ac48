import type { Command } from 'commander'
import { removeUser } from '../features/users/actions/remove-user.ts'
import { findAccount } from './find-account.ts'
import { findUser } from './find-user.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

/** `remove-user`: ends a user's access; what the user wrote keeps its author. */
export const addRemoveUser = (program: Command): void => {
  program
    .command('remove-user')
    .description("end a user's access; what the user wrote keeps its author")
    .requiredOption('--account <account>', 'id or exact name')
    .requiredOption('--email <address>', 'whose access')
    .action(({ account: wanted, email }: { account: string; email: string }) =>
      withParley(async ({ db, auth, contextFor }) => {
        const account = await findAccount(db, wanted)
        await removeUser(contextFor(account.id), auth, await findUser(db, account, email))
        print(`Removed ${email} from ${account.name}.`)
      }),
    )
}

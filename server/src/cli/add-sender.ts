import { type Command, Option } from 'commander'
import { addSender } from '../features/senders/actions/add-sender.ts'
import { CommandError } from './command-error.ts'
import { findAccount } from './find-account.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  account: string
  number?: string
  branded?: string
}

/** `add-sender`: another number, or a branded sender ID, which can only send (R7). */
export const addAddSender = (program: Command): void => {
  program
    .command('add-sender')
    .description('give an account another number to be texted at, or a branded ID to send from')
    .requiredOption('--account <account>', 'id or exact name')
    .option('--number <number>', 'number in E.164 (+15550001000) or short code')
    .addOption(new Option('--branded <id>', 'branded sender ID; nobody can text it (R7)').conflicts('number'))
    .action(({ account: wanted, number, branded }: Options) =>
      withParley(async ({ db, contextFor }) => {
        const address = number ?? branded
        if (!address) throw new CommandError('Give it a --number or a --branded ID.')
        const account = await findAccount(db, wanted)
        const carriesConversations = number !== undefined
        const sender = await addSender(contextFor(account.id), { address, carriesConversations })
        print(`Added ${sender.address} (${sender.type}) to ${account.name}.`)
      }),
    )
}

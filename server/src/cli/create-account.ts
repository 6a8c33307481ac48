import type { Command } from 'commander'
import { createAccount } from '../features/accounts/actions/create-account.ts'
import { addSender } from '../features/senders/actions/add-sender.ts'
import { toGlobalId } from '../platform/ids.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  name: string
  prefix?: string
  number?: string[]
  timeZone: string
}

/** `create-account`: a business with its numbers, all or nothing. */
export const addCreateAccount = (program: Command): void => {
  program
    .command('create-account')
    .description('make an account (one business), with the numbers that its customers text')
    .requiredOption('--name <name>', 'name of the business')
    .option('--prefix <text>', 'how its texts begin that name the sender (default: its name)')
    .option('--number <number...>', 'number in E.164 (+15550001000) or short code; several are fine')
    .option('--time-zone <zone>', "the account's own IANA time zone", 'America/New_York')
    .addHelpText('after', '\nThen make its Owner: npm run parley -- create-user --role OWNER …')
    .action(({ name, prefix = name, number: numbers = [], timeZone }: Options) =>
      withParley(async ({ env, db, log, now }) => {
        const input = { name, organizationPrefix: prefix, timeZone }
        const added: string[] = []
        const { accountId } = await createAccount(
          { db, log, now, publicUrl: env.publicUrl },
          input,
          async (ctx) => {
            for (const address of numbers) {
              const sender = await addSender(ctx, { address, carriesConversations: true })
              added.push(`Number ${sender.address} (${sender.type})`)
            }
          },
        )
        print(`Made the account ${name}: ${toGlobalId('Account', accountId)}`)
        for (const line of added) print(line)
      }),
    )
}

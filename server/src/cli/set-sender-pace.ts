import { type Command, InvalidArgumentError } from 'commander'
import { setSenderPace } from '../features/senders/actions/set-sender-pace.ts'
import { Sender } from '../features/senders/sender.entity.ts'
import { usualPace } from '../features/senders/usual-pace.ts'
import { inTransaction } from '../platform/db/in-transaction.ts'
import { CommandError } from './command-error.ts'
import { findAccount } from './find-account.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  account: string
  sender: string
  perSecond: number | null
}

const readPace = (text: string): number | null => {
  if (text === 'usual') return null
  const pace = Number(text)
  if (Number.isNaN(pace)) throw new InvalidArgumentError('Give a number, or "usual".')
  return pace
}

/** `set-sender-pace`: how many campaign and flow messages a second a sender hands to the carrier. */
export const addSetSenderPace = (program: Command): void => {
  program
    .command('set-sender-pace')
    .description('how many campaign and flow messages a second a number hands to the carrier')
    .requiredOption('--account <account>', 'id or exact name')
    .requiredOption('--sender <address>', 'the number or name, as the account has it')
    .requiredOption('--per-second <n>', 'from 0.01 to 1000, or "usual" for the pace of its type', readPace)
    .action(({ account: wanted, sender: address, perSecond }: Options) =>
      withParley(async ({ db, contextFor }) => {
        const account = await findAccount(db, wanted)
        const ctx = contextFor(account.id)
        const sender = await inTransaction(ctx, ({ em }) =>
          em.findOne(Sender, { accountId: account.id, address }),
        )
        if (!sender) throw new CommandError(`${account.name} has no sender ${address}.`)
        await setSenderPace(ctx, { senderId: sender.id, messagesPerSecond: perSecond })
        print(
          `${address} of ${account.name} now sends ${perSecond ?? usualPace[sender.type]} campaign messages a second.`,
        )
      }),
    )
}

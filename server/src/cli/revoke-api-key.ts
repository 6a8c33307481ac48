import type { Command } from 'commander'
import { revokeApiKey } from '../features/api-keys/actions/revoke-api-key.ts'
import { fromGlobalId } from '../platform/ids.ts'
import { CommandError } from './command-error.ts'
import { findAccount } from './find-account.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

/** `revoke-api-key`: ends a key for good, within seconds everywhere. */
export const addRevokeApiKey = (program: Command): void => {
  program
    .command('revoke-api-key')
    .description('end an API key for good')
    .requiredOption('--account <account>', 'id or exact name')
    .argument('<id>', 'key_…')
    .action((id: string, { account: wanted }: { account: string }) =>
      withParley(async ({ db, contextFor }) => {
        const account = await findAccount(db, wanted)
        const apiKeyId = fromGlobalId('ApiKey', id)
        if (!apiKeyId) throw new CommandError(`"${id}" is no id of an API key (key_…).`)
        await revokeApiKey(contextFor(account.id), apiKeyId)
        print(`Revoked ${id}.`)
      }),
    )
}

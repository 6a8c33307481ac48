import type { Command } from 'commander'
import { createApiKey } from '../features/api-keys/actions/create-api-key.ts'
import { type ApiScope, apiScopes } from '../platform/auth/actor.ts'
import { toGlobalId } from '../platform/ids.ts'
import { findAccount } from './find-account.ts'
import { someOf } from './one-of.ts'
import { print } from './print.ts'
import { withParley } from './with-parley.ts'

interface Options {
  account: string
  name: string
  scopes: ApiScope[]
}

/** `create-api-key`: a key for an integrator; its secret is printed here and never again. */
export const addCreateApiKey = (program: Command): void => {
  program
    .command('create-api-key')
    .description('make an API key for an integrator; it is shown once')
    .requiredOption('--account <account>', 'id or exact name')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--scopes <scopes>', `of ${apiScopes.join(', ')}, separated by commas`, someOf(apiScopes))
    .action(({ account: wanted, name, scopes }: Options) =>
      withParley(async ({ db, contextFor }) => {
        const account = await findAccount(db, wanted)
        const { apiKeyId, secret } = await createApiKey(contextFor(account.id), { name, scopes })
        print(
          `Made the API key "${name}" (${scopes.join(', ')}) of ${account.name}: ${toGlobalId('ApiKey', apiKeyId)}`,
        )
        print(`Key, shown only now: ${secret}`)
      }),
    )
}

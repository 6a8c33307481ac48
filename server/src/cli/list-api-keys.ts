import type { Command } from 'commander'
import { querySystem } from '../platform/db/as-system.ts'
import { toGlobalId } from '../platform/ids.ts'
import { findAccount } from './find-account.ts'
import { print, printTable } from './print.ts'
import { withParley } from './with-parley.ts'

const KEYS = `
  select id, name, scopes, prefix, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
  from api_keys where account_id = $1 order by id desc limit 1000`

interface Key {
  id: string
  name: string
  scopes: string[]
  prefix: string
  createdAt: string
  lastUsedAt: string | null
  revokedAt: string | null
}

/** `list-api-keys`: the keys of an account, the newest first; of their secrets only the beginning is known. */
export const addListApiKeys = (program: Command): void => {
  program
    .command('list-api-keys')
    .description("list an account's API keys, the newest first")
    .requiredOption('--account <account>', 'id or exact name')
    .action(({ account: wanted }: { account: string }) =>
      withParley(async ({ db }) => {
        const account = await findAccount(db, wanted)
        const keys = await querySystem<Key>(db, KEYS, [account.id])
        if (keys.length === 0) return print(`${account.name} has no API keys.`)
        printTable([
          ['ID', 'NAME', 'SCOPES', 'BEGINS WITH', 'MADE', 'LAST USED', 'REVOKED'],
          ...keys.map((key) => [
            toGlobalId('ApiKey', key.id),
            key.name,
            key.scopes.join(','),
            `parley_${key.prefix}_`,
            key.createdAt,
            key.lastUsedAt ?? 'never',
            key.revokedAt ?? '–',
          ]),
        ])
      }),
    )
}

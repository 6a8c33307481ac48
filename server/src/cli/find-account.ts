import { querySystem } from '../platform/db/as-system.ts'
import type { Database } from '../platform/db/database.ts'
import { fromGlobalId, toGlobalId } from '../platform/ids.ts'
import { CommandError } from './command-error.ts'

export interface NamedAccount {
  id: string
  name: string
}

const FIND = 'select id, name from accounts where id::text = $1 or name = $2 order by created_at'

/** The account with this id (`acc_…`, or its bare UUID) or exactly this name. @throws CommandError for none, or several */
export const findAccount = async (db: Database, idOrName: string): Promise<NamedAccount> => {
  const id = fromGlobalId('Account', idOrName) ?? idOrName
  const found = await querySystem<NamedAccount>(db, FIND, [id, idOrName])
  const [account] = found
  if (!account) throw new CommandError(`There is no account "${idOrName}".`)
  if (found.length > 1) {
    const ids = found.map((one) => toGlobalId('Account', one.id)).join(', ')
    throw new CommandError(`Several accounts are named "${idOrName}": give the id of one (${ids}).`)
  }
  return account
}

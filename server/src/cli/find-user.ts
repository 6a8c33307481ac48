import { querySystem } from '../platform/db/as-system.ts'
import type { Database } from '../platform/db/database.ts'
import { CommandError } from './command-error.ts'
import type { NamedAccount } from './find-account.ts'

const FIND = `
  select id from users where account_id = $1 and lower(email) = lower($2) and removed_at is null`

/** The id of the account's user with this e-mail address. @throws CommandError */
export const findUser = async (db: Database, account: NamedAccount, email: string): Promise<string> => {
  const [user] = await querySystem<{ id: string }>(db, FIND, [account.id, email.trim()])
  if (!user) throw new CommandError(`${account.name} has no user ${email}.`)
  return user.id
}

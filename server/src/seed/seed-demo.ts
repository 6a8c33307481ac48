import pg from 'pg'
import { LoginError, type Logins } from '../platform/auth/logins.ts'
import { newId } from '../platform/ids.ts'
import { insertRows } from './insert-rows.ts'
import { makeAccount } from './make-account.ts'
import { SeedError } from './seed-error.ts'
import { acme, borealis, type DemoUser, type Shop } from './shop.ts'
import { writeHistory, writeShop } from './write-account.ts'

const SEED_LOCK = 7_267_540

export interface SeedOptions {
  /** The owner's connection: row-level security doesn't bind it. */
  databaseUrl: string
  logins: Pick<Logins, 'createLogin' | 'findLogin'>
  /** `DEMO_PASSWORD`, of all demo users. */
  password: string
  /** The demo's history ends here, a few minutes ago. */
  now: Date
}

const exists = async (client: pg.Client, shop: Shop): Promise<boolean> => {
  const emails = shop.users.map(({ email }) => email)
  const { rowCount } = await client.query('select from parley.users where lower(email) = any ($1)', [emails])
  return rowCount !== 0
}

/** A start that was killed may have left the login without our user. */
const loginOf = async ({ logins, password }: SeedOptions, { email, name }: DemoUser): Promise<string> => {
  try {
    return await logins.createLogin({ email, password, name })
  } catch (error) {
    const id =
      error instanceof LoginError && error.code === 'LOGIN_EXISTS' ? await logins.findLogin(email) : null
    if (id === null) throw error
    return id
  }
}

const TAKEN = `
  select s.address, a.name from parley.senders s join parley.accounts a on a.id = s.account_id
  where s.address = any ($1) and s.type <> 'ALPHANUMERIC' order by s.address limit 1`

/** A number belongs to one account, and whoever tried Parley out may have given the demo's to another. */
const demandFreeNumbers = async (client: pg.Client, shop: Shop): Promise<void> => {
  const { rows } = await client.query<{ address: string; name: string }>(TAKEN, [
    shop.senders.map(({ address }) => address),
  ])
  const [taken] = rows
  if (taken)
    throw new SeedError(
      `The demo account ${shop.name} needs the number ${taken.address}, which the account ${taken.name} has. Nothing was seeded. Start without the demo (DEMO=0), or with another database.`,
    )
}

const seedShop = async (client: pg.Client, shop: Shop, options: SeedOptions): Promise<void> => {
  await demandFreeNumbers(client, shop)
  const { now } = options
  const accountId = newId()
  const senderIds = await writeShop(client, accountId, shop, now)
  const users = await Promise.all(
    shop.users.map(async (user) => ({
      id: newId(),
      account_id: accountId,
      auth_user_id: await loginOf(options, user),
      ...user,
    })),
  )
  await insertRows(client, 'users', users)
  const agents = users.filter(({ role }) => role !== 'ANALYST')
  await writeHistory(client, accountId, senderIds, makeAccount(shop, agents, now))
}

/**
 * Makes the two demo accounts of contract/running.md, each with its users and a history that ends minutes ago. Does
 * nothing for an account whose users exist, and nothing twice when several processes start at once.
 * @throws SeedError if another account has one of their numbers
 */
export const seedDemo = async (options: SeedOptions): Promise<void> => {
  const client = new pg.Client({ connectionString: options.databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [SEED_LOCK])
    const missing: Shop[] = []
    for (const shop of [acme, borealis]) if (!(await exists(client, shop))) missing.push(shop)
    for (const shop of missing) await seedShop(client, shop, options)
    await client.query('commit')
    if (missing.length > 0) await client.query('analyze')
  } finally {
    await client.end()
  }
}

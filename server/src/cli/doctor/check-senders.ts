import { Finding } from './report.ts'
import { withOwner } from './with-owner.ts'

interface AccountNumbers {
  name: string
  numbers: number
}

const COUNT = `
  select a.name, count(s.id) filter (where s.can_receive)::int as numbers
  from parley.accounts a left join parley.senders s on s.account_id = a.id group by a.id order by a.created_at`

/** Every account has a number that people can text. */
export const checkSenders = async (databaseUrl: string): Promise<string> => {
  const accounts = await withOwner(
    databaseUrl,
    async (client) => (await client.query<AccountNumbers>(COUNT)).rows,
  )
  if (accounts.length === 0)
    throw new Finding('there is no account', 'make one: npm run parley -- create-account --help')
  const without = accounts.filter(({ numbers }) => numbers === 0)
  if (without.length > 0)
    throw new Finding(
      `nobody can text ${without.map(({ name }) => name).join(', ')}`,
      'add a number: npm run parley -- add-sender --help',
    )
  return accounts.map(({ name, numbers }) => `${name} has ${numbers}`).join(', ')
}

/** A number of ours to ask the carrier about, or null. */
export const anyNumber = (databaseUrl: string): Promise<string | null> =>
  withOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ address: string }>(
      `select address from parley.senders where can_receive order by created_at limit 1`,
    )
    return rows[0]?.address ?? null
  })

import type pg from 'pg'
import { entities } from '../../entities.ts'
import { openDatabase } from '../../platform/db/database.ts'
import { newId } from '../../platform/ids.ts'
import { Finding } from './report.ts'
import { withOwner } from './with-owner.ts'

const MIGRATE = 'run "npm run parley -- migrate" as the owner of the tables'

/** Accounts are apart in the database itself (R3): tried out on two that are never committed. */
export const checkIsolation = async (databaseUrl: string): Promise<string> => {
  await checkRole(databaseUrl)
  return withOwner(databaseUrl, async (client) => {
    await checkPolicies(client)
    await client.query('begin')
    try {
      await tryOut(client)
    } finally {
      await client.query('rollback')
    }
    return 'the application is bound to one account at a time'
  })
}

/** Through the application's own connection: a pooler in between may drop the role that it starts with. */
const checkRole = async (databaseUrl: string): Promise<void> => {
  const db = openDatabase({ url: databaseUrl, maxConnections: 1, entities })
  try {
    const { rows } = await db.pool.query<{ name: string; above: boolean }>(
      `select current_user as name, rolsuper or rolbypassrls as above from pg_roles where rolname = current_user`,
    )
    const [role] = rows
    if (role?.name !== 'parley_app')
      throw new Finding(
        `the application acts as ${role?.name}, not as parley_app`,
        'connect to PostgreSQL itself, or let the pooler pass on the start-up option "options"',
      )
    if (role.above)
      throw new Finding(
        'parley_app is above row-level security',
        'run "alter role parley_app nosuperuser nobypassrls"',
      )
  } finally {
    await db.close()
  }
}

const checkPolicies = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c
    where c.relnamespace = 'parley'::regnamespace and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped)
      and (not c.relrowsecurity or pg_get_userbyid(c.relowner) = 'parley_app')`)
  if (rows.length > 0)
    throw new Finding(`row-level security is off for ${rows.map(({ name }) => name).join(', ')}`, MIGRATE)
}

const tryOut = async (client: pg.Client): Promise<void> => {
  const [own, other] = [newId(), newId()]
  for (const id of [own, other]) {
    await client.query(
      `insert into parley.accounts (id, name, organization_prefix) values ($1, 'doctor', 'doctor')`,
      [id],
    )
    await client.query('insert into parley.inbox_settings (account_id) values ($1)', [id])
  }
  await client.query('set local role parley_app')
  await client.query(`select set_config('parley.account_id', $1, true)`, [own])
  for (const [table, column] of [
    ['accounts', 'id'],
    ['inbox_settings', 'account_id'],
  ]) {
    const { rows } = await client.query<{ id: string }>(`select ${column} as id from parley.${table}`)
    if (rows.length !== 1 || rows[0]?.id !== own)
      throw new Finding(`an account sees ${rows.length} rows of ${table} instead of its own`, MIGRATE)
  }
  await demandRefusal(client, `insert into parley.metrics (id, account_id, name) values ($1, $2, 'doctor')`, [
    newId(),
    other,
  ])
}

const demandRefusal = async (client: pg.Client, text: string, values: unknown[]): Promise<void> => {
  await client.query('savepoint before')
  const isRefused = await client.query(text, values).then(
    () => false,
    (error: { code?: string }) => error.code === '42501',
  )
  await client.query('rollback to before')
  if (!isRefused) throw new Finding('an account can write into another', MIGRATE)
}

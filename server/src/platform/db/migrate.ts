import { setTimeout } from 'node:timers/promises'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import pg from 'pg'
import { migrations } from '../../migrations/index.ts'

const MIGRATION_LOCK = 7_267_539

const roles = ['parley_app', 'parley_system']

/** From PostgreSQL 16 on, whoever makes a role administers it, but may act as it only by a grant of its own. */
const actAs = `case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end`

/** Roles are shared by all databases of a server, so another database's migration may be creating them now. */
const createRole = async (client: pg.Client, role: string): Promise<void> => {
  await client.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
    exception when duplicate_object or unique_violation then null;
    end $$`)
  await client.query(`
    do $$ begin
      if not pg_has_role(current_user, '${role}', ${actAs}) then execute 'grant ${role} to ' || quote_ident(current_user); end if;
    exception when duplicate_object or unique_violation then null;
    end $$`)
}

const prepareDatabase = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  if ((rows[0]?.version ?? 0) < 140_000) throw new Error('Parley needs PostgreSQL 14 or newer')
  try {
    for (const role of roles) await createRole(client, role)
  } catch (error) {
    throw new Error(
      `the database user may not create the roles ${roles.join(' and ')}: as a superuser, run "create role parley_app nologin; create role parley_system nologin; grant parley_app, parley_system to <user>"`,
      { cause: error },
    )
  }
  await client.query('create schema if not exists parley')
}

const runMigrations = async (databaseUrl: string): Promise<void> => {
  const orm = await MikroORM.init({
    clientUrl: databaseUrl,
    driverOptions: { options: '-c search_path=parley', max: 2 },
    entities: [],
    discovery: { warnWhenNoEntities: false },
    logger: () => undefined,
    extensions: [Migrator],
    migrations: {
      migrationsList: migrations,
      // MikroORM's option `schema` would refuse migrations that are not transactional.
      tableName: 'parley.migrations',
      snapshot: false,
      // An index built concurrently can't stand inside a transaction, nor wait for one that is open around it.
      allOrNothing: false,
    },
  })
  try {
    await orm.migrator.up()
  } finally {
    await orm.close()
  }
}

/**
 * Waits by asking again. A session that waits inside `pg_advisory_lock` holds a snapshot, for whose end the building of
 * an index waits in turn.
 */
const takeLock = async (client: pg.Client): Promise<void> => {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      MIGRATION_LOCK,
    ])
    if (rows[0]?.taken) return
    await setTimeout(100)
  }
}

/**
 * Brings the schema `parley` up to date, each pending migration in a transaction of its own: on failure nothing of that
 * one and of those after it stays. One that is not transactional has to be repeatable. Safe to call from several processes at once (one advisory lock). Connects as the owner, never as `parley_app`.
 */
export const migrate = async (databaseUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await takeLock(client)
    await prepareDatabase(client)
    await runMigrations(databaseUrl)
  } finally {
    await client.end()
  }
}

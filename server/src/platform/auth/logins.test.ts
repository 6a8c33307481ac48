import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOf, ownerLogin, startAuthServer, type TestServer } from '../../test/auth-server.ts'
import { createEmptyDatabase, type TestDatabase } from '../../test/database.ts'
import { migrateAuth } from './migrate-auth.ts'

let database: TestDatabase
let server: TestServer

beforeAll(async () => {
  database = await createEmptyDatabase()
  await Promise.all([migrateAuth(database.url), migrateAuth(database.url), migrateAuth(database.url)])
  server = await startAuthServer(database.url)
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

const sql = async (text: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

const signedIn = async (email: string, password: string): Promise<number> =>
  (await server.signIn(email, password)).status

test('migrating again, and at once from several processes, changes nothing, and all is in its own schema', async () => {
  const tables = `select table_schema, table_name, column_name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3`
  const before = await sql(tables)
  expect(new Set(before.map((row) => row.table_schema))).toEqual(new Set(['parley_auth']))
  expect(new Set(before.map((row) => row.table_name))).toEqual(
    new Set(['user', 'account', 'session', 'verification', 'sign_in_failures']),
  )
  await migrateAuth(database.url)
  expect(await sql(tables)).toEqual(before)
})

test('a login is made once, found in any case, and its password is not kept as it is', async () => {
  const id = await server.auth.createLogin(ownerLogin)
  expect(await server.auth.findLogin('OWNER@parley.test')).toBe(id)
  await expect(server.auth.createLogin(ownerLogin)).rejects.toMatchObject({ code: 'LOGIN_EXISTS' })
  const rows = await sql('select password from parley_auth.account')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(ownerLogin.password)
})

test('a login that a crash left without a password is completed', async () => {
  const login = { email: 'half@parley.test', password: 'parley-demo', name: 'Half' }
  const id = await server.auth.createLogin(login)
  await sql(`delete from parley_auth.account where "userId" = '${id}'`)
  expect(await signedIn(login.email, login.password)).toBe(401)
  expect(await server.auth.createLogin(login)).toBe(id)
  expect(await signedIn(login.email, login.password)).toBe(200)
})

test('a new password ends the sessions of the old one', async () => {
  const login = { email: 'change@parley.test', password: 'parley-demo', name: 'Change' }
  const id = await server.auth.createLogin(login)
  const cookie =
    server.auth.readSessionCookie(cookieOf(await server.signIn(login.email, login.password))) ?? ''
  const session = await server.auth.findSession(cookie)
  expect(session?.authUserId).toBe(id)
  const ended: string[] = []
  server.auth.onSessionEnded((sessionId) => ended.push(sessionId))

  await expect(server.auth.setPassword(id, 'short')).rejects.toMatchObject({ code: 'PASSWORD_LENGTH' })
  await expect(server.auth.setPassword('nobody', 'long enough')).rejects.toMatchObject({
    code: 'NO_SUCH_LOGIN',
  })
  await server.auth.setPassword(id, 'another password')
  expect(ended).toEqual([session?.sessionId])
  expect(await server.auth.findSession(cookie)).toBeNull()
  expect(await signedIn(login.email, login.password)).toBe(401)
  expect(await signedIn(login.email, 'another password')).toBe(200)
})

test('a deleted login is gone with its sessions', async () => {
  const login = { email: 'gone@parley.test', password: 'parley-demo', name: 'Gone' }
  const id = await server.auth.createLogin(login)
  const cookie =
    server.auth.readSessionCookie(cookieOf(await server.signIn(login.email, login.password))) ?? ''
  await server.auth.deleteLogin(id)
  expect(await server.auth.findSession(cookie)).toBeNull()
  expect(await signedIn(login.email, login.password)).toBe(401)
  await server.auth.deleteLogin(id)
})

test('sessions past their time are forgotten, and no others', async () => {
  const login = { ...ownerLogin, email: 'sessions@parley.test' }
  await server.auth.createLogin(login)
  const cookies = [
    cookieOf(await server.signIn(login.email, login.password)),
    cookieOf(await server.signIn(login.email, login.password)),
  ]
  await sql(
    `update parley_auth.session set "expiresAt" = now() - interval '1 second' where id =
      (select id from parley_auth.session where "userId" = (select id from parley_auth."user" where email = '${login.email}') limit 1)`,
  )
  const count = async () => (await sql('select id from parley_auth.session')).length
  const before = await count()
  await server.auth.removeExpired()
  expect(await count()).toBe(before - 1)
  const sessions = cookies.map((cookie) => server.auth.readSessionCookie(cookie) ?? '')
  const live = await Promise.all(sessions.map((cookie) => server.auth.findSession(cookie)))
  expect(live.filter((session) => session !== null)).toHaveLength(1)
})

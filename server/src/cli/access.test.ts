import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAuthServer } from '../test/auth-server.ts'
import { createEmptyDatabase, type TestDatabase } from '../test/database.ts'
import { runHere } from '../test/run-cli.ts'

let database: TestDatabase
let dataDir: string
const parley = (...args: string[]) =>
  runHere({ DATABASE_URL: database.url, DATA_DIR: dataDir, NODE_ENV: 'development' }, ...args)
const user = ['--account', 'Acme', '--email', 'robin@cli.test']

beforeAll(async () => {
  database = await createEmptyDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'parley-cli-'))
  await parley('migrate')
  await parley('create-account', '--name', 'Acme', '--number', '+15550004210')
  await parley('create-user', ...user, '--name', 'Robin', '--role', 'owner', '--password', 'long forgotten')
})
afterAll(async () => {
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

test('set-password: the new one signs in, the old one and all sessions are gone', async () => {
  const server = await startAuthServer(database.url)
  const before = await server.signIn('robin@cli.test', 'long forgotten')
  expect(before.status).toBe(200)
  const { code, out } = await parley('set-password', ...user)
  expect(code).toBe(0)
  const password = /Password, shown only now: (\S{16})\n/.exec(out)?.[1] ?? ''
  expect((await server.signIn('robin@cli.test', password)).status).toBe(200)
  expect((await server.signIn('robin@cli.test', 'long forgotten')).status).toBe(401)
  const cookie = before.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const session = await fetch(`${server.url}/auth/get-session`, { headers: { cookie } })
  expect(await session.json()).toBeNull()
  await server.close()
})

test('set-password refuses a short one, and a user of no account', async () => {
  expect(await parley('set-password', ...user, '--password', 'short')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('between 8 and 128'),
  })
  expect(await parley('set-password', '--account', 'Acme', '--email', 'eve@cli.test')).toMatchObject({
    code: 1,
    err: 'Acme has no user eve@cli.test.\n',
  })
})

test('list-users and list-api-keys show who gets in, and of keys only how they begin', async () => {
  const key = ['create-api-key', '--account', 'Acme', '--name', 'Shop', '--scopes', 'read,ingest']
  expect((await parley('list-api-keys', '--account', 'Acme')).out).toBe('Acme has no API keys.\n')
  const made = await parley(...key)
  const [secret = ''] = /parley_\w+/.exec(made.out) ?? []
  const [id = ''] = /key_[0-9a-f-]+/.exec(made.out) ?? []
  await parley('revoke-api-key', '--account', 'Acme', id)
  const listed = await parley('list-api-keys', '--account', 'Acme')
  expect(listed.out).toMatch(new RegExp(`${id} +Shop +READ,INGEST +${secret.slice(0, 16)} .*never +20`))
  expect(listed.out).not.toContain(secret)
  const users = await parley('list-users', '--account', 'Acme')
  expect(users.out).toMatch(/usr_[0-9a-f-]+ +OWNER +robin@cli\.test +Robin\n/)
})

import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { business, personNumber } from './account.ts'
import { ask } from './api.ts'
import { signIn } from './sign-in.ts'
import { openWorkshop, postmasterPid } from './workshop.ts'

const PORT = 4283
const TAKEN = 4284
const phone = personNumber(7)

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('R42: npm start on an empty DATA_DIR', () => {
  const workshop = openWorkshop()
  const env = { PORT: String(PORT), DATA_DIR: '' }
  let parley: ReturnType<typeof workshop.launch>
  let cookie = ''

  beforeAll(async () => {
    env.DATA_DIR = await workshop.dataDir()
    parley = workshop.launch(env, 'npm start')
    await parley.ready
  })
  afterAll(() => workshop.close())

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${PORT}${path}`, { headers })

  test('prints the address, the sign-in and the phones, and serves the client', async () => {
    expect(parley.output()).toContain(`Parley is ready: http://localhost:${PORT}`)
    expect(parley.output()).toMatch(/owner@parley\.test .*password parley-demo/)
    expect(parley.output()).toContain(`http://localhost:${PORT}/sandbox`)
    const page = await get('/', { accept: 'text/html' })
    expect(page.headers.get('content-type')).toContain('text/html')
    const [, script = ''] = /<script[^>]+src="([^"]+)"/.exec(await page.text()) ?? []
    expect((await get(script)).headers.get('content-type')).toContain('javascript')
    expect((await get('/readyz')).status).toBe(200)
  })

  test('signs in, takes a text from a sandbox phone, and goes on with it after a kill -9', async () => {
    cookie = await signIn(PORT, 'owner@parley.test', 'parley-demo')
    const subscriber = await workshop.subscribe({ port: PORT, cookie })
    const sent = await fetch(`http://127.0.0.1:${PORT}/sandbox/api/phones/${phone}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: business, text: 'Do you survive?' }),
    })
    expect(sent.status).toBe(202)
    const heard = await subscriber.hears(({ message }) => message?.text === 'Do you survive?')
    await subscriber.close()

    const postgres = await postmasterPid(env.DATA_DIR)
    process.kill(parley.serverPid(), 'SIGKILL')
    expect((await parley.exited).code).not.toBe(0)
    expect(isAlive(postgres)).toBe(true)

    parley = workshop.launch(env, 'npm start')
    await parley.ready
    expect(await postmasterPid(env.DATA_DIR)).toBe(postgres)
    // The session that was there goes on, too.
    const found = await ask(
      PORT,
      { cookie },
      '{ profile(phoneNumber: "+12125550007") { conversation { messages { nodes { id text } } } } }',
    )
    expect(found).toEqual({
      profile: { conversation: { messages: { nodes: [heard.message] } } },
    })
  })

  test('SIGTERM to npm alone ends it well, and PostgreSQL with it', async () => {
    const postgres = await postmasterPid(env.DATA_DIR)
    const server = parley.serverPid()
    expect(await parley.signal('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(isAlive(server)).toBe(false)
    await expect(postmasterPid(env.DATA_DIR)).rejects.toThrow('ENOENT')
    // Its lock file is the last but one thing that it leaves.
    await vi.waitUntil(() => !isAlive(postgres), { timeout: 5_000 })
    const troubles = parley
      .output()
      .split('\n')
      .filter((line) => /"level":"(warn|error|fatal)"/.test(line))
    expect(troubles).toEqual([])
  })
})

describe('R42: a start that cannot be', () => {
  const workshop = openWorkshop()
  afterEach(() => workshop.close())

  const refusal = async (env: Record<string, string>): Promise<string[]> => {
    const parley = workshop.launch({ DEMO: '0', ...env })
    expect(await parley.exited).toEqual({ code: 1, signal: null })
    const lines = parley.output().trimEnd().split('\n')
    return lines.filter((line) => !/^ {2}\S.* …$/.test(line))
  }

  test('a wrong variable is one line that names it', async () => {
    expect(await refusal({ PORT: 'abc' })).toEqual([
      'PORT must be a whole number from 1 to 65535, but got "abc". Example: PORT=4000',
    ])
    expect(await refusal({ CARRIER: 'plivo', PLIVO_AUTH_ID: 'MA1' })).toEqual([
      expect.stringMatching(/^PLIVO_AUTH_TOKEN must be .*it is not set\. Example: /),
    ])
  })

  test('a database that is not there is one line that says so, without its password', async () => {
    const [line, ...more] = await refusal({ DATABASE_URL: 'postgres://parley:hush@127.0.0.1:1/parley' })
    expect([line, more]).toEqual([
      'DATABASE_URL: the database cannot be used: connect ECONNREFUSED 127.0.0.1:1',
      [],
    ])
  })

  test('a port in use is one line that says so', async () => {
    const other = createServer().listen(TAKEN, '127.0.0.1')
    workshop.onEnd(async () => void other.close())
    const { url } = await workshop.database()
    expect(await refusal({ PORT: String(TAKEN), DATABASE_URL: url })).toEqual([
      `PORT ${TAKEN} is taken: another program listens on 127.0.0.1:${TAKEN}. Example: PORT=4000`,
    ])
  })

  test('a migration that fails is one line with the reason, and leaves nothing half done', async () => {
    const { url, pool } = await workshop.database()
    await pool.query('create schema parley')
    await pool.query('create table parley.conversations (strange text)')
    expect(await refusal({ DATABASE_URL: url })).toEqual([
      expect.stringMatching(
        /^The database could not be brought up to date, .*"conversations" already exists/,
      ),
    ])
    // Each migration is there whole or not at all: of the one that failed nothing is, of those before it all.
    const { rows: done } = await pool.query<{ name: string }>('select name from migrations')
    expect(done.map(({ name }) => name)).toEqual(['0001-accounts'])
    const { rows: tables } = await pool.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'parley' and tablename in ('accounts', 'profiles', 'messages')`,
    )
    expect(tables).toEqual([{ name: 'accounts' }])

    await pool.query('drop table conversations')
    await workshop.launch({ DEMO: '0', PORT: String(PORT), DATABASE_URL: url }).ready
  })
})

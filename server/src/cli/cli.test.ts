import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../platform/ids.ts'
import { createEmptyDatabase, type TestDatabase } from '../test/database.ts'
import { type CliResult, runCli, runHere } from '../test/run-cli.ts'

let database: TestDatabase
let dataDir: string
let owner: pg.Pool
let migrated: CliResult
let early: CliResult
const environment = () => ({ DATABASE_URL: database.url, DATA_DIR: dataDir, NODE_ENV: 'development' })
const parley = (...args: string[]) => runHere(environment(), ...args)

beforeAll(async () => {
  database = await createEmptyDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'parley-cli-'))
  owner = new pg.Pool({ connectionString: database.url, max: 1 })
  early = await parley('create-account', '--name', 'Too early')
  migrated = await parley('migrate')
})
afterAll(async () => {
  await owner.end()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

describe('the command line', () => {
  test('names every command', async () => {
    const { code, out } = await runCli({}, '--help')
    expect(code).toBe(0)
    for (const command of [
      'migrate',
      'doctor',
      'create-account',
      'create-user',
      'create-api-key',
      'journal',
      'seed',
    ])
      expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
  }, 60_000)

  test('says in one line what is wrong with the environment', async () => {
    const { code, out, err } = await runCli({ PORT: 'x' }, 'migrate')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^PORT must be .*\n$/)
  }, 60_000)

  test('migrates, and asks for it before anything else', () => {
    expect(early).toMatchObject({ code: 1, out: '', err: expect.stringContaining('parley -- migrate') })
    expect(migrated).toMatchObject({ code: 0, err: '' })
  })
})

test('R42: an account, its Owner and an API key are three commands', async () => {
  const numbers = ['--number', '+15550004200', '54321']
  const account = await runCli(environment(), 'create-account', '--name', 'Acme', ...numbers)
  expect(account).toMatchObject({ code: 0, err: '' })
  expect(account.out).toContain('+15550004200 (LONG_CODE)')
  const id = /acc_[0-9a-f-]{36}/.exec(account.out)?.[0] ?? ''

  const user = ['create-user', '--email', 'robin@cli.test', '--name', 'Robin', '--role', 'owner']
  const made = await parley(...user, '--account', 'Acme')
  expect(made.code).toBe(0)
  expect(made.out).toMatch(/Password, shown only now: \S{16}\n/)
  const again = await parley(...user, '--account', id)
  expect(again).toMatchObject({ code: 1, out: '', err: expect.stringContaining('has its Owner') })

  const key = await parley('create-api-key', '--account', id, '--name', 'Shop', '--scopes', 'read,reply')
  expect(key.out).toMatch(/Key, shown only now: parley_\w{8}_\w{43}\n/)
  const { rows } = await owner.query('select name, scopes from parley.api_keys')
  expect(rows).toEqual([{ name: 'Shop', scopes: ['READ', 'REPLY'] }])
}, 60_000)

describe('R43: the journal', () => {
  const id = newId()
  beforeAll(async () => {
    const raw = new URLSearchParams({
      From: '14155550142',
      To: '15550004299',
      Text: 'Is the blue one back?',
      Type: 'sms',
      MessageUUID: newId(),
    })
    await owner.query(
      `insert into parley.carrier_journal (id, kind, carrier_message_id, raw, path, outcome)
       values ($1, 'INBOUND', $2, $3, '/webhooks/plivo/inbound', 'UNROUTED')`,
      [id, raw.get('MessageUUID'), raw.toString()],
    )
  })

  test('shows a call without its text and the whole number, unless asked', async () => {
    const shown = await parley('journal', 'show', id)
    expect(shown.out).toContain('15550004299')
    expect(shown.out).toContain('UNROUTED')
    expect(shown.out).not.toMatch(/blue one|4155550142/)
    expect((await parley('journal', 'show', id, '--show-text')).out).toContain('Is the blue one back?')
  })

  test('replays a text to a number that no account had, once one has it', async () => {
    const vain = await parley('journal', 'retry', '--unrouted')
    expect(vain).toMatchObject({ code: 1, out: 'Replayed: 1 UNROUTED\n' })
    await parley('create-account', '--name', 'Late', '--number', '+15550004299')
    expect(await parley('journal', 'retry', id)).toMatchObject({ code: 0, out: 'Replayed: 1 DONE\n' })
    const { rows } = await owner.query(
      `select m.text, c.status, c.is_unread, j.outcome from parley.messages m
       join parley.conversations c on c.profile_id = m.profile_id
       join parley.carrier_journal j on j.carrier_message_id = m.carrier_message_id`,
    )
    expect(rows).toEqual([
      { text: 'Is the blue one back?', status: 'OPEN', is_unread: true, outcome: 'DONE' },
    ])
    const list = await parley('journal', 'list', '--account', 'Late', '--outcome', 'done')
    expect(list.out).toContain(id)
  })
})

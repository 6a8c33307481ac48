import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projectRoot } from '../env.ts'
import { type EmbeddedPostgres, EmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.ts'
import { createLogger } from './log.ts'

const holder = `
  const { startEmbeddedPostgres } = await import('./server/src/platform/embedded-postgres.ts')
  const { createLogger } = await import('./server/src/platform/log.ts')
  const started = await startEmbeddedPostgres({
    dataDir: process.argv[1], logger: createLogger('silent'), onProgress: () => undefined,
  })
  process.stdin.resume()
  console.log(started.url)
`

const started: EmbeddedPostgres[] = []

const start = async (dataDir: string, share = false): Promise<EmbeddedPostgres> => {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    logger: createLogger('silent'),
    onProgress: () => undefined,
    durable: false,
    share,
  })
  started.push(postgres)
  return postgres
}

const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])

describe('R42: the embedded PostgreSQL', () => {
  let dataDir = ''
  const children: ChildProcess[] = []
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-embedded-'))
  })
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
        await start(dataDir)
      }
    }
    for (const postgres of started.splice(0)) await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const startHolder = async (): Promise<{ child: ChildProcess; url: string }> => {
    const child = spawn(
      process.execPath,
      ['--import', '@oxc-node/core/register', '--input-type=module', '-e', holder, dataDir],
      { cwd: projectRoot, stdio: ['pipe', 'pipe', 'inherit'] },
    )
    children.push(child)
    const [line] = await once(child.stdout, 'data')
    return { child, url: String(line).trim() }
  }

  test('keeps its data, port and password over a restart, the password for the owner alone', async () => {
    const first = await start(dataDir)
    await query(first.url, 'create table kept as select 42 as answer')
    await first.stop()
    const second = await start(dataDir)
    expect(second.url).toBe(first.url)
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.stop()
    expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600)
  })

  test('R44: is taken over, with its data, when its Parley was killed, and then stops with the new one', async () => {
    const { child, url } = await startHolder()
    await query(url, 'create table kept as select 42 as answer')
    const pid = await postmasterPid(dataDir)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const next = await start(dataDir)
    expect(await postmasterPid(dataDir)).toBe(pid)
    expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await next.stop()
    await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })

  test('R44: recovers when the database itself was killed too', async () => {
    const { child, url } = await startHolder()
    await query(url, 'create table kept as select 42 as answer')
    process.kill(await postmasterPid(dataDir), 'SIGKILL')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const next = await start(dataDir)
    expect(await query(next.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await next.stop()
  })

  test('starts over a lock file whose process number now belongs to another program', async () => {
    const first = await start(dataDir)
    const lock = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')
    await first.stop()
    const stranger = lock.replace(/^\d+/, String(process.pid))
    await writeFile(join(dataDir, 'postgres/data/postmaster.pid'), stranger)
    const next = await start(dataDir)
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await next.stop()
  })

  test('refuses a second Parley on the same DATA_DIR, but lets the command line share it', async () => {
    const { child, url } = await startHolder()
    await expect(start(dataDir)).rejects.toThrow(
      `Another Parley (process ${child.pid}) runs on DATA_DIR=${dataDir}`,
    )
    const shared = await start(dataDir, true)
    await shared.stop()
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test.skipIf(process.platform !== 'linux')('is out of reach of a Ctrl-C in the terminal', async () => {
    await start(dataDir)
    const pid = await postmasterPid(dataDir)
    const [, fields = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')
    const [, , processGroup, session] = fields.split(' ')
    expect([processGroup, session]).toEqual([String(pid), String(pid)])
  })

  test('begins again after an initialisation that was cut short', async () => {
    await mkdir(join(dataDir, 'postgres/data.draft/base'), { recursive: true })
    await writeFile(join(dataDir, 'postgres/data.draft/PG_VERSION'), '18\n')
    const { url } = await start(dataDir)
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('says in one line what is wrong with the folder, and leaves nothing half done', async () => {
    const data = join(dataDir, 'postgres/data')
    await mkdir(data, { recursive: true })
    await writeFile(join(data, 'PG_VERSION'), '13\n')
    const refusal = await start(dataDir).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(EmbeddedPostgresError)
    expect(String(refusal)).toMatch(/^EmbeddedPostgresError: .*PostgreSQL 13.*DATABASE_URL\.$/)
  })
})

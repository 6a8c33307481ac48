import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { carrierWebhooks } from '../../features/carrier/webhooks.ts'
import { migrateAll } from '../../platform/db/migrate-all.ts'
import { createLogger } from '../../platform/log.ts'
import { buildAccount, openWorld, type World } from '../../test/build.ts'
import { nobodyHears, ownCommits } from '../../test/own-commits.ts'
import { authId, authToken, json, plivoAnswering } from '../../test/plivo-answering.ts'
import { runCli, runHere } from '../../test/run-cli.ts'
import { health } from '../../web/health.ts'

let world: World
let dataDir: string
let server: FastifyInstance
let publicUrl: string
beforeAll(async () => {
  world = await openWorld()
  await migrateAll({ databaseUrl: world.url, sandbox: false })
  await buildAccount(world.owner)
  dataDir = await mkdtemp(join(tmpdir(), 'parley-doctor-'))
  server = Fastify()
  await server.register(health, { dependencies: [] })
  const { db } = world
  const signed = { db, log: createLogger('silent'), wakeUps: ownCommits(db), live: nobodyHears, authToken }
  // Its address is known once it listens; signatures are about it.
  await server.register(carrierWebhooks, {
    ...signed,
    get publicUrl() {
      return publicUrl
    },
  })
  publicUrl = await server.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.close()
  await world.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** A Plivo that takes only the right credentials, and the doctor's lines by the name of their check. */
const doctor = async (environment: Record<string, string> = {}, run = runHere) => {
  const expected = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`
  const carrier = await plivoAnswering((response, request) => {
    const isKnown = request.headers.authorization === expected
    json(isKnown ? 200 : 401, isKnown ? { objects: [] } : { error: 'authentication failed' })(
      response,
      request,
    )
  })
  const { code, out } = await run(
    {
      NODE_ENV: 'development',
      DATABASE_URL: world.url,
      DATA_DIR: dataDir,
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: authId,
      PLIVO_AUTH_TOKEN: authToken,
      PLIVO_API_URL: carrier.url,
      PUBLIC_URL: publicUrl,
      ...environment,
    },
    'doctor',
  )
  const lines = out.trim().split('\n')
  return { code, marks: Object.fromEntries(lines.map((line) => [line.slice(2).split(':')[0], line[0]])), out }
}

const allWell = {
  environment: '✓',
  disk: '✓',
  media: '✓',
  database: '✓',
  migrations: '✓',
  'isolation of accounts': '✓',
  numbers: '✓',
  queue: '✓',
  'public address': '✓',
  'webhook signature': '✓',
  carrier: '✓',
  mail: '–',
}

test('R43: a right configuration passes every check', async () => {
  const { code, marks } = await doctor({}, runCli)
  expect(marks).toEqual(allWell)
  expect(code).toBe(0)
}, 60_000)

test('R43: each thing that is wrong is named, with what mends it', async () => {
  const unused = Fastify()
  const nobody = new URL(await unused.listen({ host: '127.0.0.1', port: 0 })).host
  await unused.close()
  await world.owner.query('alter table parley.messages disable row level security')
  const { code, marks, out } = await doctor({
    PLIVO_AUTH_TOKEN: 'another-token',
    SMTP_URL: `smtp://${nobody}`,
    REDIS_URL: `redis://${nobody}`,
    S3_URL: `http://key:hunter2@${nobody}/parley-media`,
  })
  await world.owner.query('alter table parley.messages enable row level security')
  const wrong = {
    'isolation of accounts': '✗',
    'webhook signature': '✗',
    carrier: '✗',
    mail: '✗',
    queue: '✗',
    media: '✗',
  }
  expect(marks).toEqual({ ...allWell, ...wrong })
  expect(code).toBe(1)
  expect(out).toMatch(/isolation of accounts: .*\bmessages → /)
  expect(out).toMatch(/webhook signature: .*403.* → .*PLIVO_AUTH_TOKEN/)
  expect(out).toMatch(/carrier: .*401 → .*PLIVO_AUTH_ID/)
  expect(out).toMatch(/queue: .*ECONNREFUSED.* → check REDIS_URL/)
  expect(out).toMatch(/media: the bucket at .* → check S3_URL/)
  expect(out).not.toContain('hunter2')
  expect(out).toMatch(/mail: .*ECONNREFUSED.* → .*SMTP_URL/)
})

test('R43: a server on another database, and a database that is away, are told apart', async () => {
  const other = await openWorld()
  await migrateAll({ databaseUrl: other.url, sandbox: false })
  await buildAccount(other.owner)
  const beside = await doctor({ DATABASE_URL: other.url })
  expect(beside.out).toMatch(/✗ webhook signature: .*another database → /)
  await other.close()
  const away = await doctor({ DATABASE_URL: other.url })
  expect(away.out).toMatch(/✗ database: it does not answer .* → check DATABASE_URL/)
  expect(away.marks).toMatchObject({ migrations: '–', numbers: '–', 'public address': '✓', carrier: '✓' })
})

test('R43: a broken environment is told line by line', async () => {
  const { code, out } = await runHere({ CARRIER: 'plivo', PORT: 'x' }, 'doctor')
  expect(code).toBe(1)
  for (const name of ['PORT', 'PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN'])
    expect(out).toMatch(new RegExp(`^✗ environment: ${name} must be`, 'm'))
})

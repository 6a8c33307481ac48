import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { generateApiKey } from '../../server/src/platform/auth/api-key.ts'
import { migrateAll } from '../../server/src/platform/db/migrate-all.ts'
import { startEmbeddedPostgres } from '../../server/src/platform/embedded-postgres.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { createLogger } from '../../server/src/platform/log.ts'
import { generateConversations } from '../../server/src/seed/generate-conversations.ts'
import { print } from './print.ts'

/** The number that is texted. */
export const businessNumber = '+15550001000'

export interface Cluster {
  /** An URL whose user may create databases. */
  url: string
  stop(): Promise<void>
}

/** One account's database, with a key for everything. */
export interface BenchDatabase {
  url: string
  accountId: string
  apiKey: string
}

/**
 * PostgreSQL with its durable defaults: `BENCH_DATABASE_URL` (an existing server whose user may create databases), or
 * an embedded one that is thrown away at the end.
 */
export const openCluster = async (): Promise<Cluster> => {
  const { BENCH_DATABASE_URL: given } = process.env
  if (given) return { url: given, stop: async () => undefined }
  // Not mkdtemp, whose 0700 would shut out the embedded server's own user when run as root.
  const dataDir = join(tmpdir(), `parley-bench-${process.pid}`)
  await mkdir(dataDir)
  const postgres = await startEmbeddedPostgres({ dataDir, logger: createLogger('warn'), onProgress: print })
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=parley,public' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const createAccount = async (client: pg.Client): Promise<{ accountId: string; apiKey: string }> => {
  const accountId = newId()
  const key = generateApiKey()
  await client.query(`insert into accounts (id, name, organization_prefix) values ($1, 'Bench', 'Bench')`, [
    accountId,
  ])
  await client.query('insert into account_heads (account_id) values ($1)', [accountId])
  await client.query('insert into inbox_settings (account_id) values ($1)', [accountId])
  await client.query(`insert into senders (id, account_id, address, type) values ($1, $2, $3, 'LONG_CODE')`, [
    newId(),
    accountId,
    businessNumber,
  ])
  await client.query(
    'insert into api_keys (id, account_id, name, scopes, prefix, secret_hash) values ($1, $2, $3, $4, $5, $6)',
    [newId(), accountId, 'bench', ['READ', 'REPLY', 'MANAGE', 'INGEST'], key.prefix, key.hash],
  )
  return { accountId, apiKey: key.secret }
}

/** How many conversations, with how many texts each. */
export type Amount = [conversations: number, messagesPerConversation: number]

/** Makes a database of Parley's schema with one account and these conversations, replacing one of the same name. */
export const createDatabase = async (
  cluster: Cluster,
  name: string,
  amounts: Amount[],
): Promise<BenchDatabase> => {
  const target = new URL(cluster.url)
  target.pathname = `/${name}`
  const url = target.href
  await connected(cluster.url, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name}`)
  })
  await migrateAll({ databaseUrl: url, sandbox: false })
  return connected(url, async (client) => {
    const account = await createAccount(client)
    for (const [conversations, messagesPerConversation] of amounts) {
      await generateConversations(client, {
        accountId: account.accountId,
        conversations,
        messagesPerConversation,
      })
    }
    // As in an account that has been here for a while: what it had at first went into search long ago.
    await client.query(
      'insert into message_words_progress (account_id, seq) select account_id, seq from account_heads',
    )
    await client.query('vacuum analyze')
    await client.query('checkpoint')
    return { url, ...account }
  })
}

/** Runs one statement as the owner. */
export const query = <Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[],
): Promise<Row[]> => connected(url, async (client) => (await client.query<Row>(text, values)).rows)

import { open, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { type Cluster, dataFolder, login, reason } from './cluster.ts'
import { EmbeddedPostgresError } from './error.ts'
import { choosePort } from './port.ts'
import { isAlive, type Postmaster, readPostmaster, removeStaleLock } from './postmaster.ts'
import { runProgram } from './programs.ts'

const patienceMs = 60_000
const transientPatienceMs = 10_000
// The port was taken just before us, another Parley starts the same server, or the last one's children still end.
const transient = /could not bind|could not create any TCP|lock file|shared memory block/
const logLimitBytes = 10_000_000

/** The URL of a database of the cluster, for the login user. */
export const databaseUrl = (cluster: Cluster, port: number, database: string): string =>
  `postgres://${login}:${cluster.password}@127.0.0.1:${port}/${database}`

const settings = (cluster: Cluster, port: number): string[] => [
  `port=${port}`,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'jit=off',
  'timezone=UTC',
  // Its log must hold no message text and no numbers: no statements, no details of rows (R43).
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  ...(cluster.durable ? [] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']),
]

/** Whether our server answers at that port: its password is ours, so no other server can. */
const answers = async (cluster: Cluster, { port }: Postmaster): Promise<boolean> => {
  const client = new pg.Client({
    connectionString: databaseUrl(cluster, port, 'postgres'),
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      throw new EmbeddedPostgresError(
        `The password kept beside ${cluster.home} does not open its database: put postgres-password back.`,
      )
    }
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A server that lives but doesn't answer is starting, recovering or stopping: its end of that is awaited. */
const settle = async (cluster: Cluster, postmaster: Postmaster): Promise<boolean> => {
  const deadline = Date.now() + patienceMs
  while (await isAlive(postmaster, dataFolder(cluster))) {
    if (await answers(cluster, postmaster)) return true
    if (Date.now() > deadline) {
      await stopServer(cluster, 'immediate')
      return false
    }
    await delay(100)
  }
  return false
}

const prepareLog = async (cluster: Cluster): Promise<{ file: string; size: number }> => {
  const file = join(cluster.home, 'server.log')
  const handle = await open(file, 'a', 0o600)
  const { become } = cluster.account
  if (become) await handle.chown(become.uid, become.gid)
  await handle.close()
  if ((await stat(file)).size > logLimitBytes) await truncate(file)
  return { file, size: (await stat(file)).size }
}

const launch = async (cluster: Cluster): Promise<string | undefined> => {
  const port = await choosePort(cluster.home)
  const log = await prepareLog(cluster)
  const options = settings(cluster, port).map((setting) => `-c ${setting}`)
  const { code, output } = await runProgram(cluster.account, 'pg_ctl', [
    'start',
    `--pgdata=${dataFolder(cluster)}`,
    `--log=${log.file}`,
    '--wait',
    // Recovery after a crash may take long, and must not be cut short.
    '--timeout=3600',
    `--options=${options.join(' ')}`,
  ])
  if (code === 0) return undefined
  const logged = (await readFile(log.file)).subarray(log.size).toString()
  return logged.trim() ? logged : output
}

/**
 * Makes sure that the cluster's server runs: takes over one that outlived its Parley, mends a stale lock,
 * else starts it in a session of its own, out of reach of the terminal's Ctrl-C.
 * @returns its port
 * @throws {EmbeddedPostgresError}
 */
export const ensureRunning = async (
  cluster: Cluster,
  onProgress: (line: string) => void,
): Promise<number> => {
  const data = dataFolder(cluster)
  const deadline = Date.now() + transientPatienceMs
  for (;;) {
    const found = await readPostmaster(data)
    if (found && (await settle(cluster, found))) return found.port
    if (found) await removeStaleLock(found, data)
    onProgress('Starting the embedded database')
    const failed = await launch(cluster)
    const started = await readPostmaster(data)
    if (failed === undefined && started) return started.port
    if (!transient.test(failed ?? '') || Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Could not start the database in ${cluster.home}: ${reason(failed ?? '')}`,
      )
    }
    await delay(200)
  }
}

/** Stops the server and waits for its end; no server is no error. `fast` ends open connections. */
export const stopServer = async (cluster: Cluster, mode: 'fast' | 'immediate'): Promise<void> => {
  const data = dataFolder(cluster)
  const found = await readPostmaster(data)
  if (!found || !(await isAlive(found, data))) return
  const { code, output } = await runProgram(cluster.account, 'pg_ctl', [
    'stop',
    `--pgdata=${data}`,
    `--mode=${mode}`,
    '--wait',
    `--timeout=${patienceMs / 1000}`,
  ])
  if (code === 0 || !(await isAlive(found, data))) return
  if (mode === 'fast') return stopServer(cluster, 'immediate')
  throw new EmbeddedPostgresError(`Could not stop the database in ${cluster.home}: ${reason(output)}`)
}

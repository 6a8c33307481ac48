import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { EmbeddedPostgresError } from './error.ts'
import { runProgram } from './programs.ts'

/** Where an embedded database lives, and how it is run. */
export interface Cluster {
  /** `DATA_DIR/postgres`: `data`, `server.log` and `port` are in it. */
  home: string
  account: Account
  password: string
  /** Off for tests alone: a crash of the machine may then lose data. */
  durable: boolean
}

const major = '18'
/** The login user, owner of the tables, and the database. */
export const login = 'parley'

/** PostgreSQL's own data folder. */
export const dataFolder = (cluster: Cluster): string => join(cluster.home, 'data')

/** The line of PostgreSQL's output that says best what went wrong. */
export const reason = (output: string): string => {
  const lines = output.split('\n').map((line) => line.trim())
  const told = lines.findLast((line) => /(FATAL|PANIC|error):/.test(line))
  return (told ?? lines.findLast(Boolean) ?? 'no reason given').replace(/^.*?(FATAL|PANIC|error):\s*/, '')
}

const version = async (folder: string): Promise<string | undefined> => {
  const found = await stat(folder).catch(() => undefined)
  return found && (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => 'unknown')).trim()
}

const runInitdb = async (cluster: Cluster, draft: string): Promise<void> => {
  const { become } = cluster.account
  const passwordFile = `${draft}.password`
  try {
    await writeFile(passwordFile, cluster.password, { mode: 0o600 })
    if (become) await chown(passwordFile, become.uid, become.gid)
    const { code, output } = await runProgram(cluster.account, 'initdb', [
      `--pgdata=${draft}`,
      `--username=${login}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-locale',
      ...(cluster.durable ? [] : ['--no-sync']),
    ])
    if (code !== 0) {
      throw new EmbeddedPostgresError(`Could not make the database in ${cluster.home}: ${reason(output)}`)
    }
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/**
 * Makes the data folder unless there is one. It appears whole under its name or not at all: a crash or a
 * full disk leaves at most a draft, which the next start removes.
 */
export const ensureInitialised = async (
  cluster: Cluster,
  onProgress: (line: string) => void,
): Promise<void> => {
  const data = dataFolder(cluster)
  const found = await version(data)
  if (found === major) return
  if (found) {
    throw new EmbeddedPostgresError(
      `${data} is a database of PostgreSQL ${found}, and this Parley brings ${major}: move it away, or set DATABASE_URL.`,
    )
  }
  onProgress('Making the embedded database')
  const draft = join(cluster.home, 'data.draft')
  try {
    await mkdir(cluster.home, { recursive: true, mode: 0o700 })
    const { become } = cluster.account
    if (become) await chown(cluster.home, become.uid, become.gid)
    await rm(draft, { recursive: true, force: true })
    await runInitdb(cluster, draft)
    await rename(draft, data)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (error instanceof EmbeddedPostgresError) throw error
    throw new EmbeddedPostgresError(
      `Could not make the database in ${cluster.home}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
}

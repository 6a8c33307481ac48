import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A PostgreSQL server as its lock file tells it; it may be dead for long. */
export interface Postmaster {
  pid: number
  port: number
}

const lockFile = (data: string): string => join(data, 'postmaster.pid')

/** Reads PostgreSQL's lock file: line 1 is the process, line 4 the port. */
export const readPostmaster = async (data: string): Promise<Postmaster | undefined> => {
  const content = await readFile(lockFile(data), 'utf8').catch(() => '')
  const lines = content.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && port > 0 ? { pid, port } : undefined
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const servesFolder = async (pid: number, data: string): Promise<boolean> => {
  if (process.platform === 'linux') {
    // A PostgreSQL server's working folder is its data folder.
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === (await realpath(data))
  }
  const command = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return command.stdout.includes(data)
}

/** Whether that process lives and is the PostgreSQL server of this very folder, not another with its number. */
export const isAlive = async (postmaster: Postmaster, data: string): Promise<boolean> =>
  exists(postmaster.pid) && (await servesFolder(postmaster.pid, data))

/**
 * Removes a lock file whose process number now belongs to a stranger: PostgreSQL would refuse to start.
 * A dead process's lock file is left to PostgreSQL, which replaces it.
 */
export const removeStaleLock = async (postmaster: Postmaster, data: string): Promise<void> => {
  if (exists(postmaster.pid)) await rm(lockFile(data), { force: true })
}

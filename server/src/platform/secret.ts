import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

const readKept = async (file: string): Promise<string | undefined> => {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * A random value that is made once and kept in a file of its own (mode 0600): 256 bits, hexadecimal.
 * Two processes that start at once agree on one value, and a crash never leaves half a file.
 */
export const keepSecret = async (folder: string, name: string): Promise<string> => {
  const file = join(folder, name)
  const kept = await readKept(file)
  if (kept) return kept
  await mkdir(folder, { recursive: true })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
    await link(draft, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return (await readFile(file, 'utf8')).trim()
}

/** The secret that signs sessions and tokens: `SECRET`, else the one kept in `DATA_DIR/secret`. */
export const loadSecret = async (env: { secret?: string; dataDir: string }): Promise<string> =>
  env.secret ?? (await keepSecret(env.dataDir, 'secret'))

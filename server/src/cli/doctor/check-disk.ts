import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { explainError } from '../command-error.ts'
import { Finding } from './report.ts'

const GIB = 2 ** 30
const LEAST = GIB

/** `DATA_DIR` can be written to and has room. */
export const checkDisk = async (dataDir: string): Promise<string> => {
  const free = await readFree(dataDir)
  const shown = `${(free / GIB).toFixed(1)} GiB free in ${dataDir}`
  if (free < LEAST) throw new Finding(shown, 'make room, or move DATA_DIR: at least 1 GiB should be free')
  return shown
}

const readFree = async (dataDir: string): Promise<number> => {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(dataDir)
    return bavail * bsize
  } catch (error) {
    throw new Finding(
      `DATA_DIR cannot be used (${explainError(error)})`,
      'let the user of this process write to it, or choose another folder',
    )
  }
}

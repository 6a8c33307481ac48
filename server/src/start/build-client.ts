import { spawn } from 'node:child_process'
import { cp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../env.ts'

const client = join(projectRoot, 'client')

/** Where the built client lies. */
export const clientFolder = join(client, 'dist')

const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json']

/**
 * Builds the client if it is not built, or is older than its sources. The page is put in place last, and files of
 * earlier builds stay: a page that is open, or a server that is running, goes on finding what it asks for.
 */
export const buildClient = async (onProgress: (step: string) => void): Promise<void> => {
  if (await isBuilt()) return
  onProgress('Building the client')
  const draft = join(client, `.dist-${process.pid}`)
  const page = join(draft, 'index.html')
  try {
    await run(join(client, 'node_modules', 'vite', 'bin', 'vite.js'), [
      'build',
      client,
      '--outDir',
      draft,
      '--logLevel',
      'warn',
    ])
    await cp(draft, clientFolder, { recursive: true, filter: (source) => source !== page })
    await rename(page, join(clientFolder, 'index.html'))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const isBuilt = async (): Promise<boolean> => {
  const built = await changedAt(join(clientFolder, 'index.html'))
  if (built === 0) return false
  const changed = await Promise.all(sources.map((source) => newestChange(join(client, source))))
  return Math.max(...changed) <= built
}

const changedAt = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return 0
  }
}

const newestChange = async (path: string): Promise<number> => {
  const own = await changedAt(path)
  const isFolder = own > 0 && (await stat(path)).isDirectory()
  if (!isFolder) return own
  const inside = await readdir(path, { recursive: true })
  return Math.max(own, ...(await Promise.all(inside.map((name) => changedAt(join(path, name))))))
}

const run = (script: string, args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the client could not be built (exit code ${code})`)),
    )
  })

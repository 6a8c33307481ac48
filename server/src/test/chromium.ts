import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import packed, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const run = promisify(execFile)

interface Installed {
  executablePath: string
  /** Where the unpacked browser finds what the machine lacks. */
  environment: Record<string, string>
}

const installedBySystem = '/usr/bin/chromium'
const unpacked = join(tmpdir(), `parley-chromium-153-${process.getuid?.() ?? 0}`)

const lacksLibraries = async (executable: string): Promise<boolean> =>
  (await run('ldd', [executable])).stdout.includes('not found')

// The package unpacks to TMPDIR and takes half a file for a whole one: a draft folder is filled, then renamed.
const unpack = async (): Promise<void> => {
  const draft = await mkdtemp(`${unpacked}-`)
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = draft
  try {
    const executable = await packed.executablePath()
    if (await lacksLibraries(executable)) {
      await inflate(
        fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))),
      )
    }
    await rename(draft, unpacked)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Another test file was quicker, and its copy is as good.
    if (!existsSync(unpacked)) throw error
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
}

const locate = async (): Promise<Installed> => {
  if (existsSync(installedBySystem)) return { executablePath: installedBySystem, environment: {} }
  if (!existsSync(unpacked)) await unpack()
  const libraries = join(unpacked, 'al2023', 'lib')
  return {
    executablePath: join(unpacked, 'chromium'),
    environment: {
      FONTCONFIG_PATH: existsSync('/etc/fonts') ? '/etc/fonts' : join(unpacked, 'fonts'),
      ...(existsSync(libraries) && { LD_LIBRARY_PATH: libraries }),
    },
  }
}

/**
 * Starts a real Chromium, headless: the machine's own, else the one that comes with the dependencies,
 * unpacked once. One for each test file, closed in its `afterAll`.
 */
export const launchBrowser = async (): Promise<Browser> => {
  const { executablePath, environment } = await locate()
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...environment },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

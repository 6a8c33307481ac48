import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchDatabase } from '../database.ts'
import { type Contestant, startContestant } from './contestant.ts'
import { freePort } from './free-port.ts'

/** Known to the bench, which signs the webhooks that it sends. */
export const authToken = 'bench-token-bench-token-bench-token-0001'

const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url))

const packageFile = new URL('../../../package.json', import.meta.url)

/** What `npm start` gives node besides the loader, which every contestant has. */
const startOptions = async (): Promise<string[]> => {
  const { scripts } = JSON.parse(await readFile(packageFile, 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').filter((word) => word.startsWith('--') && word !== '--import')
}

/** Parley's real server, web and worker in one process, on this database. Nothing is sent: the carrier isn't there. */
export const startParley = async (database: BenchDatabase): Promise<Contestant> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const dataDir = join(tmpdir(), `parley-bench-data-${port}`)
  const started = await startContestant({
    name: 'Parley',
    script: main,
    url,
    nodeOptions: await startOptions(),
    env: {
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: 'MABENCHBENCHBENCHBEN',
      PLIVO_AUTH_TOKEN: authToken,
      PLIVO_API_URL: 'http://127.0.0.1:9',
      DEMO: '0',
      SECRET: 'bench-secret-bench-secret-bench-secret',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    },
    isReady: (output) => output.includes('Parley is ready'),
  })
  const stop = async (): Promise<void> => {
    await started.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ...started, stop }
}

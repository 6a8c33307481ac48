import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLogger } from '../platform/log.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The one PostgreSQL server of this run, as its superuser; take a database of it with `createTestDatabase`. */
    postgresUrl: string
  }
}

/** Starts the run's PostgreSQL server, without the care for the disk that tests don't need. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-tests-'))
  const postgres = await startEmbeddedPostgres({
    dataDir,
    logger: createLogger('error'),
    onProgress: () => undefined,
    durable: false,
  })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

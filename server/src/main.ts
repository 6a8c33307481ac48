import 'reflect-metadata'
import { EnvError, loadEnv } from './env.ts'
import { EmbeddedPostgresError } from './platform/embedded-postgres.ts'
import { SeedError } from './seed/seed-error.ts'
import { StartError } from './start/start-error.ts'
import { startParley } from './start/start-parley.ts'

const DRAIN_MS = 25_000

/** Prints what went wrong in one line where we know it, and ends with a failure. */
const giveUp = (error: unknown): never => {
  const isExpected = [EnvError, EmbeddedPostgresError, SeedError, StartError].some(
    (known) => error instanceof known,
  )
  process.stderr.write(
    `${error instanceof Error ? (isExpected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  )
  process.exit(1)
}

const main = async (): Promise<void> => {
  const stopping = Promise.withResolvers<void>()
  // Both npm and the terminal may pass on one Ctrl-C, so a second signal is no harder than the first.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.resolve())
  const parley = await startParley(loadEnv())
  await stopping.promise
  setTimeout(
    () => giveUp(new Error(`what was in hand did not end within ${DRAIN_MS / 1_000} s`)),
    DRAIN_MS,
  ).unref()
  await parley.stop()
}

main().then(() => process.exit(0), giveUp)

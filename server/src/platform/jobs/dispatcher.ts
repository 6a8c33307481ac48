import type { LogEntry } from '../change-log/change.ts'
import { querySystem } from '../db/as-system.ts'
import type { Database } from '../db/database.ts'
import type { Logger } from '../log.ts'
import { ACCOUNTS_BEHIND, dispatchJobs } from './dispatch-jobs.ts'

export interface Dispatcher {
  /** An account's log has grown. */
  hint(accountId: string): void
  /** Looks for accounts whose hints were lost. */
  dispatchBehind(): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** Commits come in bursts; those of this time are dispatched together. Nobody sees a job start that much later. */
const GATHER_MS = 20

/** Hands logs to `enqueue`, each account once per burst of hints, and once more if hints came meanwhile. */
export const createDispatcher = (
  db: Database,
  log: Logger,
  enqueue: (accountId: string, entries: LogEntry[]) => Promise<void>,
): Dispatcher => {
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()

  const run = async (accountId: string): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
    again.delete(accountId)
    try {
      while (await dispatchJobs(db, accountId, enqueue));
    } catch (error) {
      log.error({ err: error, accountId }, 'jobs could not be dispatched; the next sweep tries again')
    }
    running.delete(accountId)
    if (again.has(accountId)) hint(accountId)
  }

  const hint = (accountId: string): void => {
    if (running.has(accountId)) again.add(accountId)
    else running.set(accountId, run(accountId))
  }

  return {
    hint,
    dispatchBehind: async () => {
      const behind = await querySystem<{ accountId: string }>(db, ACCOUNTS_BEHIND, [])
      for (const { accountId } of behind) hint(accountId)
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

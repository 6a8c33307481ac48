import type { ParleyProcess } from './parley-process.ts'

/** Parley as a supervisor of an operator's runs it: killed at will, and started again at once. */
export const superviseParley = async (launch: () => ParleyProcess) => {
  let parley = launch()
  let up: Promise<unknown> = parley.ready
  await up
  return {
    /** Resolves while it is ready; while it is down, as soon as it is back. */
    isUp: async (): Promise<void> => {
      await up
    },
    /** Kills it as it stands, `alsoKill` with it, and starts the next; resolves when that one is ready. */
    killAndRestart: async (alsoKill?: () => Promise<unknown>): Promise<void> => {
      const restart = async () => {
        await Promise.all([parley.signal('SIGKILL'), alsoKill?.()])
        parley = launch()
        await parley.ready
      }
      up = restart()
      await up
    },
    output: () => parley.output(),
  }
}

export type Supervisor = Awaited<ReturnType<typeof superviseParley>>

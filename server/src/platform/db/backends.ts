import type pg from 'pg'

/** The database server's processes behind a pool's connections, by which announcements tell where they come from. */
export interface Backends {
  has(processId: number): boolean
  /** Hears of each that is gone, until the function that this gives is called. */
  onGone(listener: (processId: number) => void): () => void
}

/** What pg's types leave out (pg 8.23, lib/client.js); held by listen.test.ts. */
interface WireClient {
  processID: number
}

const processIdOf = (client: pg.PoolClient): number => (client as unknown as WireClient).processID

/** Follows the connections that a pool opens from now on. */
export const followBackends = (pool: pg.Pool): Backends => {
  const backends = new Set<number>()
  const listeners = new Set<(processId: number) => void>()
  pool.on('connect', (client) => backends.add(processIdOf(client)))
  pool.on('remove', (client) => {
    const processId = processIdOf(client)
    backends.delete(processId)
    for (const listener of listeners) listener(processId)
  })
  return {
    has: (processId) => backends.has(processId),
    onGone: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

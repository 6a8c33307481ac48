import { LRUCache } from 'lru-cache'
import { querySystem } from '../../platform/db/as-system.ts'
import type { Database } from '../../platform/db/database.ts'

/** The account that a number belongs to. */
export interface Route {
  accountId: string
  senderId: string
  senderType: 'LONG_CODE' | 'TOLL_FREE' | 'SHORT_CODE'
}

const FIND = `
  select account_id as "accountId", id as "senderId", type as "senderType"
  from senders where address = $1 and type <> 'ALPHANUMERIC'`

/** Finds the account of a number that was texted, or null. Routes are remembered for ten seconds. */
export const createNumberRouter = (db: Database): ((address: string) => Promise<Route | null>) => {
  const routes = new LRUCache<string, Route>({
    max: 10_000,
    ttl: 10_000,
    ttlResolution: 1_000,
    fetchMethod: async (address) => (await querySystem<Route>(db, FIND, [address]))[0],
  })
  return async (address) => routes.get(address) ?? (await routes.fetch(address)) ?? null
}

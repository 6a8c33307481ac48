import type { ActorKey } from './actor-key.ts'
import type { Logins } from './logins.ts'

/** What changing who may sign in takes, beside the database. */
export interface Access {
  logins: Logins
  /** Makes a change of rights felt at once in this process, on sockets too; the others feel it within seconds. */
  invalidate(key: ActorKey): void
}

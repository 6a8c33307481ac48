import type { FastifyInstance } from 'fastify'
import type { Env } from '../env.ts'
import { querySystem } from '../platform/db/as-system.ts'
import type { Database } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'

export interface SandboxParts {
  env: Env
  db: Database
  databaseUrl: string
  log: Logger
}

interface Named {
  number: string
  name: string
}

const NUMBERS = `
  select s.address as number, a.name || case s.type when 'TOLL_FREE' then ' (toll-free)' else '' end as name
  from senders s join accounts a on a.id = s.account_id
  where s.type <> 'ALPHANUMERIC' order by s.created_at, s.address limit 50`

/** People of the first account who may be answered and were heard of lately: phones to begin with. */
const PEOPLE = `
  select p.phone_number as number, p.name from conversations c join profiles p on p.id = c.profile_id
  where c.account_id = (select account_id from senders where type <> 'ALPHANUMERIC' order by created_at, address limit 1)
    and c.status = 'OPEN' and p.consent = 'SUBSCRIBED' and p.name is not null
  order by c.activity_seq desc limit 5`

/**
 * The simulated carrier with its phones, as a part of the web role. Loaded only in sandbox mode: nothing of it is in
 * a process that serves the real carrier.
 */
export const openSandbox = async ({ env, db, databaseUrl, log }: SandboxParts) => {
  const { sandboxCarrier } = await import('../sandbox/sandbox.plugin.ts')
  const numbers = await querySystem<Named>(db, NUMBERS, [])
  const phones = await querySystem<Named>(db, PEOPLE, [])
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(sandboxCarrier, {
      databaseUrl,
      authId: env.plivoAuthId,
      authToken: env.plivoAuthToken,
      webhookBaseUrl: `http://127.0.0.1:${env.port}`,
      signatureBaseUrl: env.publicUrl,
      logger: log,
      numbers,
      phones,
    })
  }
}

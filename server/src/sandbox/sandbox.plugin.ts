import type { FastifyInstance } from 'fastify'
import type { Logger } from '../platform/log.ts'
import { controlApi } from './api/control-api.ts'
import { eventsApi } from './api/events-api.ts'
import { phonesApi } from './api/phones-api.ts'
import { type CarrierContext, createCarrierPool } from './carrier-context.ts'
import { startDeliveryLoop } from './delivery-loop.ts'
import { listenToCarrier } from './listener.ts'
import { toDigits } from './numbers.ts'
import { plivoApi } from './plivo/plivo-api.ts'
import { answerErrors } from './sandbox-error.ts'

/** Somebody to text, or to text from. */
export interface NamedNumber {
  /** E.164 */
  number: string
  name: string
}

export interface SandboxCarrierOptions {
  /** Of the database's owner; `migrateSandbox` must have run. */
  databaseUrl: string
  authId: string
  authToken: string
  /** Where the receiver of webhooks listens, e.g. `http://127.0.0.1:4000`. */
  webhookBaseUrl: string
  /** `PUBLIC_URL` of the receiver: what signatures are computed over. */
  signatureBaseUrl: string
  logger: Logger
  /** `/sandbox` by default. */
  prefix?: string
  /** Where this carrier is found from outside, without the prefix; `signatureBaseUrl` by default (same server). */
  carrierBaseUrl?: () => string
  /** Business numbers that phones can text, before the business has sent anything. */
  numbers?: readonly NamedNumber[]
  /** Phones that are there from the start. */
  phones?: readonly NamedNumber[]
  /** Waits before a webhook is tried again, in ms; Plivo's 60, 120 and 240 s by default. */
  retryDelaysMs?: readonly number[]
  /** How long a webhook may take, in ms; Plivo's 8000 by default. */
  webhookTimeoutMs?: number
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

/** The simulated Plivo with its phones (docs/sandbox.md) as a Fastify plugin; register it only with `CARRIER=sandbox`. */
export async function sandboxCarrier(app: FastifyInstance, options: SandboxCarrierOptions): Promise<void> {
  const { databaseUrl, logger, prefix = '/sandbox' } = options
  const signatureBaseUrl = withoutSlash(options.signatureBaseUrl)
  const carrier: CarrierContext = {
    pool: createCarrierPool(databaseUrl, logger),
    logger,
    authId: options.authId,
    authToken: options.authToken,
    webhookBaseUrl: withoutSlash(options.webhookBaseUrl),
    signatureBaseUrl,
    selfUrl: () => (options.carrierBaseUrl?.() ?? signatureBaseUrl) + prefix,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 8_000,
    retryDelaysMs: options.retryDelaysMs ?? [60_000, 120_000, 240_000],
  }
  await nameNumbers(carrier, 'numbers', options.numbers ?? [])
  await nameNumbers(carrier, 'phones', options.phones ?? [])
  // Paths and queries carry phone numbers: no line for each request.
  const scoped = { prefix, logLevel: 'warn' } as const
  await app.register((scope) => plivoApi(scope, carrier), scoped)
  await app.register(async (scope) => {
    answerErrors(scope, (reply, status, error) => reply.code(status).send({ error }))
    await phonesApi(scope, carrier)
    await controlApi(scope, carrier)
    startWork(scope, carrier, databaseUrl)
  }, scoped)
}

/** Deliveries begin once the server is ready, since its own routes take them, and end before it stops answering. */
function startWork(app: FastifyInstance, carrier: CarrierContext, databaseUrl: string): void {
  const events = eventsApi(app, carrier)
  let stop = (): Promise<void> => Promise.resolve()
  app.addHook('onListen', async () => {
    const loop = startDeliveryLoop(carrier)
    const listener = listenToCarrier(databaseUrl, carrier.logger, {
      ...events,
      work: () => loop.wake(),
      ready() {
        loop.wake()
        events.ready()
      },
    })
    stop = async () => {
      await listener.stop()
      await loop.stop()
    }
  })
  app.addHook('preClose', () => stop())
  app.addHook('onClose', () => carrier.pool.end())
}

async function nameNumbers(
  { pool }: CarrierContext,
  table: 'numbers' | 'phones',
  named: readonly NamedNumber[],
): Promise<void> {
  for (const { number, name } of named) {
    const digits = toDigits(number)
    if (digits === null) throw new Error(`sandbox: ${name} has no valid number`)
    await pool.query(
      `insert into ${table} (number, name) values ($1, $2) on conflict (number) do update set name = excluded.name`,
      [digits, name],
    )
  }
}

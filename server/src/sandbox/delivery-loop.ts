import { Agent } from 'undici'
import type { CarrierContext } from './carrier-context.ts'
import type { Delivery } from './deliver-webhook.ts'
import { runDelivery } from './run-delivery.ts'

const atOnce = 32
/** Wakes come by notification; this only bounds the wait if one was lost, or another process died. */
const longestSleepMs = 5_000

/** Delivers what is due, until stopped. */
export interface DeliveryLoop {
  /** Something may have become due. */
  wake(): void
  /** Takes on nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

/**
 * Starts delivering webhooks and callbacks as they fall due. Any number of processes may: a row is leased for longer
 * than a webhook may take, so what a killed process had in hand goes out again. Within a lane (one phone and number,
 * or one message) the next waits for the first try of the one before.
 */
export function startDeliveryLoop(carrier: CarrierContext): DeliveryLoop {
  const dispatcher = new Agent({ connections: atOnce })
  const underWay = new Set<Promise<void>>()
  let stopping = false
  let woken = false
  let rouse = (): void => {}

  const wake = (): void => {
    woken = true
    rouse()
  }
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (woken) return resolve()
      const timer = setTimeout(resolve, ms)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const start = (delivery: Delivery): void => {
    const done = runDelivery(carrier, dispatcher, delivery, () => stopping)
      .catch((err: unknown) =>
        carrier.logger.error({ err }, 'sandbox: a delivery failed; it will be tried again'),
      )
      .finally(() => {
        underWay.delete(done)
        wake()
      })
    underWay.add(done)
  }
  const run = async (): Promise<void> => {
    while (!stopping) {
      woken = false
      const wait = await round(carrier, atOnce - underWay.size, start).catch((err: unknown) => {
        carrier.logger.warn({ err }, 'sandbox: the database does not answer; deliveries wait')
        return 1_000
      })
      if (wait > 0 && !stopping) await sleep(wait)
    }
  }
  const running = run()
  return {
    wake,
    async stop() {
      stopping = true
      wake()
      await running
      await Promise.all(underWay)
      await dispatcher.destroy()
    },
  }
}

/** Starts what is due, and says how long to sleep then, in ms. */
async function round(
  { pool, webhookTimeoutMs }: CarrierContext,
  room: number,
  start: (delivery: Delivery) => void,
): Promise<number> {
  if (room === 0) return longestSleepMs
  const { rows } = await pool.query<Delivery>(
    `with due as (
       select id from deliveries d
       where done_at is null and due_at <= now() and not exists (
         select from deliveries before
         where before.lane = d.lane and before.id < d.id and before.done_at is null and before.attempts = 0)
       order by due_at, id limit $1 for update skip locked)
     update deliveries d set due_at = now() + $2 * interval '1 ms' from due where d.id = due.id returning d.*`,
    [room, webhookTimeoutMs + 2_000],
  )
  for (const delivery of rows) start(delivery)
  if (rows.length > 0) return 0
  const { rows: next } = await pool.query<{ ms: number | null }>(
    `select ceil(extract(epoch from min(due_at) - now()) * 1000)::int as ms
     from deliveries where done_at is null and due_at > now()`,
  )
  return Math.min(Math.max(next[0]?.ms ?? longestSleepMs, 1), longestSleepMs)
}

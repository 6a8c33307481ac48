import type { Dispatcher } from 'undici'
import type { CarrierContext } from './carrier-context.ts'
import { type Delivery, deliverWebhook } from './deliver-webhook.ts'
import type { MessageRow } from './messages.ts'

/**
 * One try of a leased delivery: moves the message's state, calls the webhook, and settles the row or puts it back
 * for its next try. While `isStopping`, a refusal does not count: the receiver may be this very process, going down.
 */
export async function runDelivery(
  carrier: CarrierContext,
  dispatcher: Dispatcher,
  delivery: Delivery,
  isStopping: () => boolean,
): Promise<void> {
  const message = await reachState(carrier, delivery)
  if (delivery.kind === 'STATUS' && delivery.url === null) return settle(carrier, delivery, 'silent', null)
  const outcome = await deliverWebhook(carrier, dispatcher, delivery, message).catch(nameOf)
  if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) {
    return settle(carrier, delivery, String(outcome), 'delivered')
  }
  const { kind, id, attempts } = delivery
  if (isStopping()) {
    await carrier.pool.query('update deliveries set due_at = now() where id = $1', [id])
    return
  }
  carrier.logger.warn({ outcome, kind, messageUuid: delivery.message }, 'sandbox: a webhook was not taken')
  const delay = carrier.retryDelaysMs[attempts]
  if (delay === undefined) return settle(carrier, delivery, `gave up: ${outcome}`, 'failed')
  await carrier.pool.query(
    `update deliveries set attempts = attempts + 1, outcome = $2, due_at = now() + $3 * interval '1 ms' where id = $1`,
    [id, String(outcome), delay],
  )
}

/** What went wrong without an answer: the error's code (ECONNREFUSED), else its name (TimeoutError). */
const nameOf = (error: unknown): string =>
  error instanceof Error
    ? 'code' in error && typeof error.code === 'string'
      ? error.code
      : error.name
    : 'failed'

/** Moves the message to the delivery's state, never backwards, and returns it as it is then. */
async function reachState({ pool }: CarrierContext, delivery: Delivery): Promise<MessageRow> {
  if (delivery.kind === 'STATUS') {
    await pool.query(
      `update messages set state = $2, sequence = $3, error_code = nullif($4, '000'),
         sent_at = case when $2 in ('sent', 'delivered', 'undelivered') then coalesce(sent_at, now()) end,
         settled_at = case when $2 in ('delivered', 'undelivered', 'failed') then now() end
       where uuid = $1 and sequence < $3`,
      [delivery.message, delivery.state, delivery.sequence, delivery.error_code],
    )
  }
  const { rows } = await pool.query<MessageRow>('select * from messages where uuid = $1', [delivery.message])
  const [message] = rows
  if (message === undefined) throw new Error(`delivery ${delivery.id} has no message`)
  return message
}

/** The last of a delivery; a text from a phone then shows whether the business took it. */
async function settle(
  { pool }: CarrierContext,
  { id, kind, message }: Delivery,
  outcome: string,
  inboundState: 'delivered' | 'failed' | null,
): Promise<void> {
  await pool.query(
    'update deliveries set done_at = now(), attempts = attempts + 1, outcome = $2 where id = $1',
    [id, outcome],
  )
  if (kind === 'STATUS') return
  await pool.query(`update messages set state = $2 where uuid = $1 and state <> 'delivered'`, [
    message,
    inboundState,
  ])
}

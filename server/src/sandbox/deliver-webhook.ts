import { type Dispatcher, request } from 'undici'
import type { CarrierContext } from './carrier-context.ts'
import { totalAmount, totalRate } from './enqueue-webhooks.ts'
import type { MessageRow } from './messages.ts'
import { plivoTime } from './plivo/plivo-time.ts'
import { type Pairs, signatureHeaders } from './sign-webhook.ts'

/** A row of `deliveries`. */
export interface Delivery {
  id: string
  message: string
  kind: 'INBOUND' | 'STATUS'
  method: 'GET' | 'POST'
  url: string | null
  params: [string, string][] | null
  state: string | null
  sequence: number | null
  error_code: string | null
  v3: boolean
  attempts: number
}

/** Plivo's parameters of a status callback. */
function statusParams(delivery: Delivery, message: MessageRow): Pairs {
  const settled = delivery.state === 'delivered' || delivery.state === 'undelivered'
  return [
    ['MessageUUID', message.uuid],
    ['ParentMessageUUID', message.uuid],
    ['PartInfo', '1 of 1'],
    ['From', message.business],
    ['To', message.phone],
    ['Type', message.type],
    ['Status', delivery.state ?? ''],
    ['Units', String(message.units)],
    ['TotalRate', totalRate],
    ['TotalAmount', totalAmount(message.units)],
    ['MCC', '310'],
    ['MNC', '150'],
    ['ErrorCode', delivery.error_code ?? ''],
    ['Sequence', String(delivery.sequence)],
    ['MessageTime', plivoTime(message.at)],
    ['QueuedTime', plivoTime(message.at)],
    ...(message.sent_at === null ? [] : [['SentTime', plivoTime(message.sent_at)] as const]),
    ...(settled && message.settled_at !== null
      ? [['DeliveryReportTime', plivoTime(message.settled_at)] as const]
      : []),
    ...(message.powerpack_uuid === null ? [] : [['PowerpackUUID', message.powerpack_uuid] as const]),
  ]
}

/** The receiver may not be reachable from here under its public address: then its own door is used. */
function reachable(carrier: CarrierContext, url: string): string {
  const rest = url.slice(carrier.signatureBaseUrl.length)
  return url.startsWith(carrier.signatureBaseUrl) && /^([/?]|$)/.test(rest)
    ? carrier.webhookBaseUrl + rest
    : url
}

/**
 * One try of one webhook: signed, sent, and given `webhookTimeoutMs` to answer. Returns the HTTP status; rejects
 * when there was no answer.
 */
export async function deliverWebhook(
  carrier: CarrierContext,
  dispatcher: Dispatcher,
  delivery: Delivery,
  message: MessageRow,
): Promise<number> {
  const url = delivery.url ?? `${carrier.signatureBaseUrl}/webhooks/plivo/inbound`
  const params = delivery.params ?? statusParams(delivery, message)
  const { method, v3 } = delivery
  const form = new URLSearchParams(params.map(([name, value]): [string, string] => [name, value])).toString()
  const inQuery = method === 'GET' ? `${url.includes('?') ? '&' : '?'}${form}` : ''
  const response = await request(reachable(carrier, url) + inQuery, {
    dispatcher,
    method,
    headers: {
      'user-agent': 'Plivo',
      ...signatureHeaders({ method, url, params, authToken: carrier.authToken, v3 }),
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    },
    ...(method === 'POST' && { body: form }),
    signal: AbortSignal.timeout(carrier.webhookTimeoutMs),
  })
  await response.body.dump()
  return response.statusCode
}

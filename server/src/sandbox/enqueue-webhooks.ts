import { randomInt } from 'node:crypto'
import type { Database } from './carrier-context.ts'
import type { Intent } from './carrier-keywords.ts'
import type { MessageRow } from './messages.ts'
import { copiesOfNext, type Mischief } from './mischief.ts'
import { isNorthAmerican } from './numbers.ts'
import type { Pairs } from './sign-webhook.ts'

/** What a segment costs: Plivo's rate for US long codes, in US dollars. */
export const totalRate = '0.00550'
export const totalAmount = (units: number): string => (0.0055 * units).toFixed(5)

interface Step {
  state: string
  errorCode: string
}

/** The states that a message sent by the business will pass through. */
function stepsOf(mischief: Mischief, optedOut: boolean): Step[] {
  const queued = { state: 'queued', errorCode: '000' }
  const sent = { state: 'sent', errorCode: '000' }
  if (optedOut) return [queued, { state: 'failed', errorCode: '200' }]
  const { finalState, errorCode } = mischief
  if (finalState === 'failed') return [queued, { state: 'failed', errorCode: errorCode ?? '300' }]
  if (finalState === 'sent') return [queued, sent]
  if (finalState === 'delivered') return [queued, sent, { state: 'delivered', errorCode: '000' }]
  return [queued, sent, { state: 'undelivered', errorCode: errorCode ?? '80' }]
}

/**
 * Queues the states of an accepted message with their callbacks. A row without an address only moves the state: the
 * callback is lost, or none was asked for.
 */
export async function enqueueStates(
  db: Database,
  message: MessageRow,
  mischief: Mischief,
  optedOut: boolean,
): Promise<void> {
  const { min, max } = mischief.callbackDelayMs
  let delay = 0
  const steps = stepsOf(mischief, optedOut).map((step, index) => ({ ...step, sequence: index + 1 }))
  for (const step of mischief.reorder ? steps.toReversed() : steps) {
    delay += randomInt(min, max + 1)
    const copies = message.callback_url === null ? 0 : await copiesOfNext(db, 'STATUS', mischief)
    for (let copy = 0; copy < Math.max(1, copies); copy += 1) {
      await db.query(
        `insert into deliveries (message, kind, lane, method, url, state, sequence, error_code, v3, due_at)
         values ($1, 'STATUS', $2, $3, $4, $5, $6, $7, $8, clock_timestamp() + $9 * interval '1 ms')`,
        [
          message.uuid,
          message.uuid,
          message.callback_method ?? 'POST',
          copies === 0 ? null : message.callback_url,
          step.state,
          step.sequence,
          step.errorCode,
          mischief.signatures === 'V3_AND_V2',
          delay,
        ],
      )
    }
  }
}

/** Plivo's parameters of an inbound message, in one of the forms that facts about it allow. */
function inboundParams(message: MessageRow, mischief: Mischief, intent: Intent | null): Pairs {
  const isMms = message.type === 'mms'
  const common: Pairs = [
    ['MessageUUID', message.uuid],
    ['From', message.phone],
    ['To', message.business],
    ['Type', message.type],
    ['Units', String(message.units)],
    ['TotalRate', totalRate],
    ['TotalAmount', totalAmount(message.units)],
  ]
  if (isMms) {
    const media = message.media.map(({ url }, index) => [`Media${index + mischief.mediaBase}`, url] as const)
    return [...common, [mischief.mmsTextField, message.text], ['MediaCount', String(media.length)], ...media]
  }
  // MessageIntent is there for SMS on long codes and toll-free numbers, blank where the text is no keyword.
  const intents: Pairs = isNorthAmerican(message.business) ? [['MessageIntent', intent ?? '']] : []
  return [...common, ['Text', message.text], ...intents]
}

/** Queues the webhook that tells the business of a text from a phone. */
export async function enqueueInbound(
  db: Database,
  message: MessageRow,
  mischief: Mischief,
  intent: Intent | null,
): Promise<void> {
  const params = JSON.stringify(inboundParams(message, mischief, intent))
  const copies = await copiesOfNext(db, 'INBOUND', mischief)
  for (let copy = 0; copy < copies; copy += 1) {
    await db.query(
      `insert into deliveries (message, kind, lane, method, params, v3, due_at)
       values ($1, 'INBOUND', $2, $3, $4, $5, clock_timestamp())`,
      [
        message.uuid,
        `${message.phone}>${message.business}`,
        mischief.webhookMethod,
        params,
        mischief.signatures === 'V3_AND_V2',
      ],
    )
  }
}

import { randomUUID } from 'node:crypto'
import { type CarrierContext, type Database, inCarrierTransaction } from '../carrier-context.ts'
import { enqueueStates } from '../enqueue-webhooks.ts'
import { recordMessage } from '../messages.ts'
import { type SendOutcome, takeSendOutcome } from '../mischief.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { SendRequest } from './parse-send.ts'

/** What became of a send: the outcome that mischief has for it, and the messages if it was accepted. */
export interface AcceptedSend {
  outcome: SendOutcome
  messageUuids: string[]
}

/** The sender's number; a powerpack takes the first number that the business has. */
async function sourceOf(db: Database, { src }: SendRequest): Promise<string> {
  if (src === null) {
    const { rows } = await db.query<{ number: string }>('select number from numbers order by number limit 1')
    if (rows[0] === undefined) throw new SandboxError(400, 'powerpack_uuid has no number')
    return rows[0].number
  }
  if (/^\d+$/.test(src)) {
    await db.query('insert into numbers (number) values ($1) on conflict do nothing', [src])
  }
  return src
}

/** Whether the carrier refuses: opted out, past the one acknowledgement that it lets through within 5 minutes. */
async function isOptedOut(db: Database, business: string, phone: string): Promise<boolean> {
  const { rowCount: acknowledged } = await db.query(
    `update opt_outs set acknowledged = true
     where business = $1 and phone = $2 and not acknowledged and at > now() - interval '5 minutes'`,
    [business, phone],
  )
  if (acknowledged === 1) return false
  const { rowCount } = await db.query('select from opt_outs where business = $1 and phone = $2', [
    business,
    phone,
  ])
  return rowCount === 1
}

/** Accepts a send: messages recorded and their states queued in one transaction, unless mischief says otherwise. */
export function acceptSend({ pool }: CarrierContext, send: SendRequest): Promise<AcceptedSend> {
  return inCarrierTransaction(pool, async (db) => {
    const { mischief, outcome } = await takeSendOutcome(db)
    if (!['accept', 'hang_after', 'reset_after'].includes(outcome.outcome))
      return { outcome, messageUuids: [] }
    const business = await sourceOf(db, send)
    const messageUuids: string[] = []
    for (const phone of send.destinations) {
      const message = await recordMessage(db, {
        uuid: randomUUID(),
        phone,
        business,
        direction: 'TO_PHONE',
        type: send.type,
        text: send.text,
        media: send.mediaUrls.map((url) => ({ id: null, url, contentType: null, size: null })),
        state: 'queued',
        powerpack_uuid: send.powerpackUuid,
        callback_url: send.callbackUrl,
        callback_method: send.callbackMethod,
      })
      await enqueueStates(
        db,
        message,
        mischief,
        mischief.carrierStop && (await isOptedOut(db, business, phone)),
      )
      messageUuids.push(message.uuid)
    }
    return { outcome, messageUuids }
  })
}

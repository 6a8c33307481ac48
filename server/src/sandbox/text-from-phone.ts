import { randomUUID } from 'node:crypto'
import { type CarrierContext, type Database, inCarrierTransaction } from './carrier-context.ts'
import { carrierAnswers, type Intent, intentOf } from './carrier-keywords.ts'
import { enqueueInbound } from './enqueue-webhooks.ts'
import { type Media, recordMessage } from './messages.ts'
import { lockMischief } from './mischief.ts'

/** A file that a phone sends along. */
export interface PhoneFile {
  name: string
  contentType: string
  bytes: Buffer
}

interface PhoneText {
  phone: string
  business: string
  text: string
  mediaUrls: readonly string[]
  files: readonly PhoneFile[]
}

/** Whether the opt-out list changed. */
async function applyIntent(db: Database, intent: Intent, phone: string, business: string): Promise<boolean> {
  if (intent === 'optout') {
    await db.query(
      `insert into opt_outs (business, phone) values ($1, $2)
       on conflict (business, phone) do update set at = now(), acknowledged = false`,
      [business, phone],
    )
    return true
  }
  if (intent === 'help') return false
  const { rowCount } = await db.query('delete from opt_outs where business = $1 and phone = $2', [
    business,
    phone,
  ])
  return rowCount === 1
}

/**
 * What the carrier itself makes of a text: the opt-out list, its own answer into the phone's thread, and the intent
 * that the webhook will carry. A START or YES that gives nothing back is an ordinary text.
 */
async function carrierAnswer(db: Database, { phone, business, text }: PhoneText): Promise<Intent | null> {
  const intent = intentOf(text, phone, business)
  if (intent === null) return null
  const changed = await applyIntent(db, intent, phone, business)
  if (intent === 'optin' && !changed) return null
  await recordMessage(db, {
    uuid: randomUUID(),
    phone,
    business,
    direction: 'TO_PHONE',
    type: 'sms',
    text: carrierAnswers[intent],
    media: [],
    state: 'delivered',
    by_carrier: true,
  })
  return intent
}

/** A phone texts the business: the message is recorded and its webhook queued, in one transaction. Returns its UUID. */
export function textFromPhone(carrier: CarrierContext, text: PhoneText): Promise<string> {
  const files = text.files.map((file) => ({ ...file, id: randomUUID() }))
  const media: Media[] = [
    ...text.mediaUrls.map((url) => ({ id: null, url, contentType: null, size: null })),
    ...files.map(({ id, contentType, bytes }) => ({
      id,
      url: `${carrier.selfUrl()}/media/${id}`,
      contentType,
      size: bytes.length,
    })),
  ]
  return inCarrierTransaction(carrier.pool, async (db) => {
    const mischief = await lockMischief(db)
    const message = await recordMessage(db, {
      uuid: randomUUID(),
      phone: text.phone,
      business: text.business,
      direction: 'FROM_PHONE',
      type: media.length === 0 ? 'sms' : 'mms',
      text: text.text,
      media,
      state: 'received',
    })
    for (const { id, name, contentType, bytes } of files) {
      await db.query(
        'insert into media_files (id, message, name, content_type, bytes) values ($1, $2, $3, $4, $5)',
        [id, message.uuid, name, contentType, bytes],
      )
    }
    const answered = mischief.carrierStop && message.type === 'sms' ? await carrierAnswer(db, text) : null
    await enqueueInbound(db, message, mischief, answered)
    return message.uuid
  })
}

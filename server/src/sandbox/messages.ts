import smsSegments from 'sms-segments-calculator'
import type { Database } from './carrier-context.ts'
import { toE164 } from './numbers.ts'

/** A media file of a message: stored by the sandbox (`id`), or an address that the business gave. */
export interface Media {
  id: string | null
  url: string
  contentType: string | null
  size: number | null
}

/** A row of `messages`, numbers without `+`. */
export interface MessageRow {
  uuid: string
  seq: string
  phone: string
  business: string
  direction: 'FROM_PHONE' | 'TO_PHONE'
  type: string
  text: string
  media: Media[]
  units: number
  state: string
  error_code: string | null
  by_carrier: boolean
  powerpack_uuid: string | null
  callback_url: string | null
  callback_method: string | null
  at: Date
  sent_at: Date | null
  settled_at: Date | null
}

type NewMessage = Pick<
  MessageRow,
  'uuid' | 'phone' | 'business' | 'direction' | 'type' | 'text' | 'media' | 'state'
> &
  Partial<Pick<MessageRow, 'by_carrier' | 'powerpack_uuid' | 'callback_url' | 'callback_method'>>

/** Encoding and number of segments, as Plivo bills them. */
export function segmentsOf(text: string): { ucs2: boolean; units: number } {
  const message = new smsSegments.SegmentedMessage(text)
  return { ucs2: message.getEncodingName() === 'UCS-2', units: Math.max(1, message.segmentsCount) }
}

/** Records a message; both numbers become known to the sandbox. */
export async function recordMessage(db: Database, message: NewMessage): Promise<MessageRow> {
  await db.query('insert into phones (number) values ($1) on conflict do nothing', [message.phone])
  const units = message.type === 'mms' ? 1 : segmentsOf(message.text).units
  const { rows } = await db.query<MessageRow>(
    `insert into messages (uuid, phone, business, direction, type, text, media, units, state, by_carrier,
       powerpack_uuid, callback_url, callback_method)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning *`,
    [
      message.uuid,
      message.phone,
      message.business,
      message.direction,
      message.type,
      message.text,
      JSON.stringify(message.media),
      units,
      message.state,
      message.by_carrier ?? false,
      message.powerpack_uuid ?? null,
      message.callback_url ?? null,
      message.callback_method ?? null,
    ],
  )
  const [row] = rows
  if (row === undefined) throw new Error('insert into messages returned no row')
  return row
}

/** A message as the JSON API shows it (docs/sandbox.md). */
export const toMessageJson = (row: MessageRow) => ({
  uuid: row.uuid,
  seq: Number(row.seq),
  phone: toE164(row.phone),
  business: toE164(row.business),
  direction: row.direction,
  type: row.type,
  text: row.text,
  media: row.media.map(({ url, contentType }) => ({ url, contentType })),
  state: row.state,
  errorCode: row.error_code,
  byCarrier: row.by_carrier,
  at: row.at.toISOString(),
})

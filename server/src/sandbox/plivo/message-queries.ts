import { z } from 'zod'
import type { CarrierContext, Database } from '../carrier-context.ts'
import { totalAmount, totalRate } from '../enqueue-webhooks.ts'
import type { MessageRow } from '../messages.ts'
import { toDigits } from '../numbers.ts'
import { parsePlivoTime, plivoTime } from './plivo-time.ts'

const number = z.string().transform((text) => toDigits(text) ?? text)
const time = z.string().transform((text, context) => {
  const parsed = parsePlivoTime(text)
  if (parsed !== null) return parsed
  context.addIssue('is not a time: YYYY-MM-DD HH:MM[:ss[.uuuuuu]]')
  return z.NEVER
})

/** The filters of Plivo's message list; what it doesn't know is left alone, as Plivo does. */
export const listQuery = z.object({
  from_number: number.optional(),
  to_number: number.optional(),
  message_direction: z.enum(['inbound', 'outbound']).optional(),
  message_state: z.string().optional(),
  error_code: z.string().optional(),
  message_time: time.optional(),
  message_time__gt: time.optional(),
  message_time__gte: time.optional(),
  message_time__lt: time.optional(),
  message_time__lte: time.optional(),
  limit: z.coerce.number().int().min(1).max(20).default(20),
  offset: z.coerce.number().int().min(0).default(0),
})

const conditions = {
  from_number: `case direction when 'TO_PHONE' then business else phone end =`,
  to_number: `case direction when 'TO_PHONE' then phone else business end =`,
  message_direction: `case direction when 'TO_PHONE' then 'outbound' else 'inbound' end =`,
  message_state: 'state =',
  error_code: `coalesce(error_code, '000') =`,
  message_time: 'at =',
  message_time__gt: 'at >',
  message_time__gte: 'at >=',
  message_time__lt: 'at <',
  message_time__lte: 'at <=',
} as const

/** One page of the account's messages, newest first. The carrier's own answers are not among them. */
export async function listMessages(
  db: Database,
  query: z.infer<typeof listQuery>,
): Promise<{ total: number; rows: MessageRow[] }> {
  const values: unknown[] = []
  const where = ['not by_carrier']
  for (const [name, condition] of Object.entries(conditions)) {
    const value = query[name as keyof typeof conditions]
    if (value !== undefined) where.push(`${condition} $${values.push(value)}`)
  }
  const { rows: counted } = await db.query<{ total: number }>(
    `select count(*)::int as total from messages where ${where.join(' and ')}`,
    values,
  )
  const { rows } = await db.query<MessageRow>(
    `select * from messages where ${where.join(' and ')} order by seq desc
     limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, query.limit, query.offset],
  )
  return { total: counted[0]?.total ?? 0, rows }
}

/** One message of the account, or null. */
export async function findMessage(db: Database, uuid: string): Promise<MessageRow | null> {
  if (!z.uuid().safeParse(uuid).success) return null
  const { rows } = await db.query<MessageRow>('select * from messages where uuid = $1 and not by_carrier', [
    uuid,
  ])
  return rows[0] ?? null
}

/** A message as Plivo's API shows it: no text, numbers without `+`. */
export function toPlivoMessage({ authId }: CarrierContext, row: MessageRow) {
  const outbound = row.direction === 'TO_PHONE'
  return {
    error_code: row.error_code,
    from_number: outbound ? row.business : row.phone,
    to_number: outbound ? row.phone : row.business,
    message_direction: outbound ? 'outbound' : 'inbound',
    message_state: row.state === 'received' ? 'delivered' : row.state,
    message_time: `${plivoTime(row.at)}+00:00`,
    message_type: row.type,
    message_uuid: row.uuid,
    powerpack_id: row.powerpack_uuid,
    resource_uri: `/v1/Account/${authId}/Message/${row.uuid}/`,
    total_amount: totalAmount(row.units),
    total_rate: totalRate,
    units: row.units,
  }
}

/** The media of a message as Plivo's API lists them. */
export const toPlivoMedia = (row: MessageRow) =>
  row.media.map(({ id, url, contentType, size }) => ({
    content_type: contentType,
    file_name: url.slice(url.lastIndexOf('/') + 1),
    media_id: id,
    media_url: url,
    message_uuid: row.uuid,
    size,
    upload_time: `${plivoTime(row.at)}+00:00`,
  }))

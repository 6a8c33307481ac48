import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CarrierContext } from '../carrier-context.ts'
import { type MessageRow, toMessageJson } from '../messages.ts'
import { toDigits, toE164 } from '../numbers.ts'
import { SandboxError } from '../sandbox-error.ts'
import { textFromPhone } from '../text-from-phone.ts'

const number = z.string().transform((text, context) => {
  const digits = toDigits(text)
  if (digits !== null) return digits
  context.addIssue('is not a phone number in E.164, e.g. +12125550142')
  return z.NEVER
})
const storable = z
  .string()
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'has characters that can be kept nowhere')

const mostFileBytes = 5_000_000
const contentTypes = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'video/mp4',
  'video/3gpp',
  'audio/mpeg',
  'application/pdf',
  'text/vcard',
] as const
const file = z.strictObject({
  name: storable.max(200).default('file'),
  contentType: z.enum(contentTypes),
  base64: z.base64(),
})
const textBody = z
  .strictObject({
    to: number,
    text: storable.max(5_000).default(''),
    mediaUrls: z.array(z.url({ protocol: /^https?$/ })).default([]),
    files: z.array(file).default([]),
  })
  .refine(({ text, mediaUrls, files }) => text !== '' || mediaUrls.length + files.length > 0, {
    path: ['text'],
    message: 'a text or some media is needed',
  })
  .refine(({ mediaUrls, files }) => mediaUrls.length + files.length <= 10, { message: 'at most 10 media' })
const page = z.object({
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
const phoneBody = z.strictObject({ number, name: storable.trim().min(1).max(80).nullish() })
const inPath = z.object({ number })

/** The phones and business numbers of docs/sandbox.md. */
export async function phonesApi(app: FastifyInstance, carrier: CarrierContext): Promise<void> {
  const { pool } = carrier
  app.get('/api/phones', async () => ({ phones: await listPhones(carrier) }))
  app.post('/api/phones', async (request, reply) => {
    const { number: digits, name } = phoneBody.parse(request.body)
    await pool.query(
      `insert into phones (number, name) values ($1, $2)
       on conflict (number) do update set name = coalesce(excluded.name, phones.name)`,
      [digits, name ?? null],
    )
    reply.code(201)
    return (await listPhones(carrier, digits))[0]
  })
  app.get('/api/numbers', async () => {
    const { rows } = await pool.query<{ number: string; name: string | null }>(
      'select number, name from numbers order by number',
    )
    return { numbers: rows.map((row) => ({ ...row, number: toE164(row.number) })) }
  })
  app.get('/api/phones/:number/messages', async (request) => {
    const { number: phone } = inPath.parse(request.params)
    const { rowCount } = await pool.query('select from phones where number = $1', [phone])
    if (rowCount === 0) throw new SandboxError(404, 'no such phone')
    return { messages: (await threadOf(carrier, phone, page.parse(request.query))).map(toMessageJson) }
  })
  app.post('/api/phones/:number/messages', { bodyLimit: 8_000_000 }, async (request, reply) => {
    const { number: phone } = inPath.parse(request.params)
    const { to, text, mediaUrls, files } = textBody.parse(request.body)
    const decoded = files.map(({ base64, ...rest }) => ({ ...rest, bytes: Buffer.from(base64, 'base64') }))
    if (decoded.reduce((sum, { bytes }) => sum + bytes.length, 0) > mostFileBytes) {
      throw new SandboxError(413, 'files: more than 5 MB together')
    }
    const messageUuid = await textFromPhone(carrier, { phone, business: to, text, mediaUrls, files: decoded })
    return reply.code(202).send({ messageUuid })
  })
}

async function listPhones({ pool }: CarrierContext, digits?: string) {
  const { rows: phones } = await pool.query<{ number: string; name: string | null; uuid: string | null }>(
    `select p.number, p.name, last.uuid from phones p
     left join lateral (select uuid, seq from messages where phone = p.number order by seq desc limit 1) last on true
     where $1::text is null or p.number = $1
     order by last.seq desc nulls last, p.number limit 500`,
    [digits ?? null],
  )
  const { rows } = await pool.query<MessageRow>('select * from messages where uuid = any($1)', [
    phones.flatMap(({ uuid }) => uuid ?? []),
  ])
  const messages = new Map(rows.map((row) => [row.uuid, toMessageJson(row)]))
  return phones.map(({ number: phone, name, uuid }) => ({
    number: toE164(phone),
    name,
    lastMessage: (uuid !== null && messages.get(uuid)) || null,
  }))
}

async function threadOf(
  { pool }: CarrierContext,
  phone: string,
  { after, limit }: z.infer<typeof page>,
): Promise<MessageRow[]> {
  const { rows } =
    after === undefined
      ? await pool.query<MessageRow>(
          `select * from (select * from messages where phone = $1 order by seq desc limit $2) newest order by seq`,
          [phone, limit],
        )
      : await pool.query<MessageRow>(
          'select * from messages where phone = $1 and seq > $2 order by seq limit $3',
          [phone, after, limit],
        )
  return rows
}

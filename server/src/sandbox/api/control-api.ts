import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CarrierContext } from '../carrier-context.ts'
import type { MessageRow } from '../messages.ts'
import { mischiefSchema, readMischief, writeMischief } from '../mischief.ts'
import { toE164 } from '../numbers.ts'
import { SandboxError } from '../sandbox-error.ts'

interface MailRow {
  id: string
  at: Date
  to_addresses: string[]
  subject: string
  text: string | null
  html: string | null
}

const mailPage = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) })
const mediaPath = z.object({ id: z.uuid() })

/** Mischief, mails, audit and stored media of docs/sandbox.md. */
export async function controlApi(app: FastifyInstance, { pool }: CarrierContext): Promise<void> {
  app.get('/api/mischief', () => readMischief(pool))
  app.put('/api/mischief', async (request) => {
    const mischief = mischiefSchema.parse(request.body)
    await writeMischief(pool, mischief)
    return mischief
  })
  app.get('/api/mails', async (request) => {
    const { limit } = mailPage.parse(request.query)
    const { rows } = await pool.query<MailRow>('select * from mails order by id desc limit $1', [limit])
    return {
      mails: rows.map(({ id, at, to_addresses, subject, text, html }) => ({
        id: Number(id),
        at: at.toISOString(),
        to: to_addresses,
        subject,
        text,
        html,
      })),
    }
  })
  app.get('/api/audit', async () => {
    const { rows } = await pool.query<MessageRow>(
      `select * from messages where direction = 'TO_PHONE' and not by_carrier order by seq`,
    )
    return {
      sends: rows.map((row) => ({
        messageUuid: row.uuid,
        from: toE164(row.business),
        to: toE164(row.phone),
        text: row.text,
        mediaUrls: row.media.map(({ url }) => url),
        callbackUrl: row.callback_url,
        at: row.at.toISOString(),
      })),
    }
  })
  app.get('/media/:id', async (request, reply) => {
    const path = mediaPath.safeParse(request.params)
    if (!path.success) throw new SandboxError(404, 'no such media')
    const { rows } = await pool.query<{ content_type: string; bytes: Buffer }>(
      'select content_type, bytes from media_files where id = $1',
      [path.data.id],
    )
    const [file] = rows
    if (file === undefined) throw new SandboxError(404, 'no such media')
    return reply.header('x-content-type-options', 'nosniff').type(file.content_type).send(file.bytes)
  })
}

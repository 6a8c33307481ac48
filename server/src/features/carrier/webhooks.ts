import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/ids.ts'
import type { LiveFeeds } from '../../platform/live/live-feeds.ts'
import type { WakeUps } from '../../platform/wake-ups/listen.ts'
import { journalRaw } from './inbound/inbound-call.ts'
import { createInboundTaker } from './inbound/take-inbound.ts'
import { countRefusal } from './journal/count-refusal.ts'
import type { JournalEntry } from './journal/journal-statements.ts'
import { type FormPair, formPairs } from './plivo/form-pairs.ts'
import type { Parsed } from './plivo/parse-form.ts'
import { parseInbound } from './plivo/parse-inbound.ts'
import { parseStatus } from './plivo/parse-status.ts'
import { verifyPlivoSignature } from './plivo/verify-signature.ts'
import { readCallbackPath, STATUS_PATH } from './status/callback-path.ts'
import { createStatusTaker } from './status/take-status.ts'

export interface CarrierWebhookOptions {
  db: Database
  log: Logger
  /** Tells of what others write. */
  wakeUps: Pick<WakeUps, 'subscribe'>
  /** Tells which accounts' texts are pushed. */
  live: Pick<LiveFeeds, 'isHeard'>
  /** Signatures are checked against it, never against the Host header. */
  publicUrl: string
  authToken: string
}

/** A call whose signature and parameters hold. */
interface Call<T> {
  value: T
  raw: string
  path: string
}

const MAX_BODY = 64 * 1024

/**
 * Plivo's webhooks, by POST or GET (R43): verified (403), parsed (400), made durable, answered 2xx with an empty
 * body. While the database is away they are answered 503, and Plivo sends them again.
 */
export const carrierWebhooks = async (
  app: FastifyInstance,
  options: CarrierWebhookOptions,
): Promise<void> => {
  const inbound = createInboundTaker(options.db, options.log, options.wakeUps, options.live)
  const status = createStatusTaker(options.db, options.log)
  // Plivo sends forms alone; Fastify would read JSON and plain text, too, where 415 is due.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_BODY },
    (_request, body, done) => done(null, body),
  )
  app.addHook('onClose', async () => {
    await Promise.all([inbound.close(), status.idle()])
  })

  const takeInbound = handle(options, 'inbound', parseInbound, async ({ value, raw, path }) => {
    await inbound.take({
      entry: journalEntry('INBOUND', value.carrierMessageId, null, raw, path),
      text: value,
    })
  })
  const takeStatus = handle(options, 'status', parseStatus, async ({ value, raw, path }) => {
    const target = readCallbackPath(path)
    const entry = journalEntry('STATUS', value.carrierMessageId, target?.messageId ?? null, raw, path)
    await status.take({ entry, report: value, target })
  })
  app.route({ method: ['GET', 'POST'], url: '/webhooks/plivo/inbound', handler: takeInbound })
  app.route({ method: ['GET', 'POST'], url: STATUS_PATH, handler: takeStatus })
  app.route({
    method: ['GET', 'POST'],
    url: `${STATUS_PATH}/:accountId/:messageId/:attempt`,
    handler: takeStatus,
  })
}

const handle =
  <T>(
    options: CarrierWebhookOptions,
    route: string,
    parse: (params: FormPair[]) => Parsed<T>,
    take: (call: Call<T>) => Promise<void>,
  ) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { path, query, body } = parts(request)
    const raw = request.method === 'POST' && body !== '' ? body : query
    const params = formPairs(raw)
    const isSigned = verifyPlivoSignature({
      method: request.method === 'GET' ? 'GET' : 'POST',
      url: options.publicUrl + request.url,
      params: raw === body ? params : [],
      headers: request.headers,
      authToken: options.authToken,
    })
    if (!isSigned)
      return refuse(
        options,
        reply,
        403,
        route,
        'SIGNATURE',
        'the signature does not match PUBLIC_URL and the auth token',
      )
    const parsed = parse(params)
    if (!parsed.ok) {
      const note = parsed.problems.map(({ field, problem }) => `${field} ${problem}`).join('; ')
      return refuse(options, reply, 400, route, 'MALFORMED', note)
    }
    try {
      await take({ value: parsed.value, raw: journalRaw(raw), path })
    } catch (error) {
      options.log.error(
        { err: error, route },
        'a webhook could not be stored; the carrier will send it again',
      )
      return void reply.code(503).header('retry-after', '60').send()
    }
    return void reply.code(200).send()
  }

const parts = (request: FastifyRequest) => {
  const at = request.url.indexOf('?')
  return {
    path: at === -1 ? request.url : request.url.slice(0, at),
    query: at === -1 ? '' : request.url.slice(at + 1),
    body: typeof request.body === 'string' ? request.body : '',
  }
}

const refuse = async (
  { db, log }: CarrierWebhookOptions,
  reply: FastifyReply,
  code: 400 | 403,
  route: string,
  reason: 'SIGNATURE' | 'MALFORMED',
  note: string,
): Promise<void> => {
  log.warn({ route, reason, note }, 'refused a webhook')
  try {
    await countRefusal(db, route, reason, note)
  } catch (error) {
    log.error({ err: error, route }, 'a refused webhook could not be counted')
  }
  reply.code(code).send({ error: note })
}

const journalEntry = (
  kind: JournalEntry['kind'],
  carrierMessageId: string,
  messageId: string | null,
  raw: string,
  path: string,
): JournalEntry => ({
  id: newId(),
  kind,
  carrierMessageId,
  messageId,
  raw,
  path,
  receivedAt: new Date(),
})

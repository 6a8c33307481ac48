import { timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { CarrierContext } from '../carrier-context.ts'
import { answerErrors } from '../sandbox-error.ts'
import { acceptSend } from './accept-send.ts'
import { findMessage, listMessages, listQuery, toPlivoMedia, toPlivoMessage } from './message-queries.ts'
import { parseSend } from './parse-send.ts'
import { answer, refuse } from './plivo-answer.ts'

const form = 'application/x-www-form-urlencoded'

/** A repeated name becomes a list, as `media_urls` is sent in a form. */
function parseForm(text: string): Record<string, string | string[]> {
  const params = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name)
      return [name, values.length > 1 ? values : (values[0] ?? '')]
    }),
  )
}

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Plivo's REST API for messages, under `/plivo/v1/Account/<auth id>/Message/`. */
export async function plivoApi(app: FastifyInstance, carrier: CarrierContext): Promise<void> {
  const credentials = `Basic ${Buffer.from(`${carrier.authId}:${carrier.authToken}`).toString('base64')}`
  app.removeContentTypeParser(form)
  app.addContentTypeParser(form, { parseAs: 'string' }, async (_request: unknown, body: string | Buffer) =>
    parseForm(body.toString()),
  )
  answerErrors(app, refuse)
  app.addHook('onRequest', async (request, reply) => {
    if (!same(request.headers.authorization ?? '', credentials)) return refuse(reply, 401)
  })

  const messages = `/plivo/v1/Account/${carrier.authId}/Message`
  sendRoute(app, carrier, `${messages}/`)
  app.get(`${messages}/`, async (request, reply) => {
    const query = listQuery.parse(request.query)
    const { total, rows } = await listMessages(carrier.pool, query)
    const { limit, offset } = query
    const page = (at: number): string =>
      `/v1/Account/${carrier.authId}/Message/?${new URLSearchParams({
        ...(request.query as Record<string, string>),
        limit: String(limit),
        offset: String(at),
      })}`
    return answer(reply, 200, {
      meta: {
        limit,
        offset,
        total_count: total,
        next: offset + limit < total ? page(offset + limit) : null,
        previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
      },
      objects: rows.map((row) => toPlivoMessage(carrier, row)),
    })
  })
  app.get<{ Params: { uuid: string } }>(`${messages}/:uuid/`, async (request, reply) => {
    const row = await findMessage(carrier.pool, request.params.uuid)
    return row === null ? refuse(reply, 404) : answer(reply, 200, toPlivoMessage(carrier, row))
  })
  app.get<{ Params: { uuid: string } }>(`${messages}/:uuid/Media/`, async (request, reply) => {
    const row = await findMessage(carrier.pool, request.params.uuid)
    return row === null ? refuse(reply, 404) : answer(reply, 200, { objects: toPlivoMedia(row) })
  })
  app.all('/plivo/*', async (_request, reply) => refuse(reply, 404))
}

function sendRoute(app: FastifyInstance, carrier: CarrierContext, path: string): void {
  const hanging = new Set<Socket>()
  app.addHook('preClose', async () => {
    for (const socket of hanging) socket.destroy()
  })
  const abandon = (reply: FastifyReply, how: 'hang' | 'reset'): FastifyReply => {
    const { socket } = reply.request
    reply.hijack()
    if (how === 'reset') socket.resetAndDestroy()
    else hanging.add(socket.once('close', () => hanging.delete(socket)))
    return reply
  }
  app.post(path, async (request, reply) => {
    const send = parseSend(request.body)
    const { outcome, messageUuids } = await acceptSend(carrier, send)
    if (outcome.outcome === 'refuse') return refuse(reply, outcome.status ?? 500)
    if (outcome.outcome.startsWith('hang')) return abandon(reply, 'hang')
    if (outcome.outcome.startsWith('reset')) return abandon(reply, 'reset')
    return answer(reply, 202, {
      message: 'message(s) queued',
      message_uuid: messageUuids,
      ...(send.invalidNumbers.length > 0 && { invalid_number: send.invalidNumbers }),
    })
  })
}

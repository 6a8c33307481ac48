import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { CarrierContext } from '../carrier-context.ts'
import type { CarrierNews } from '../listener.ts'
import { type MessageRow, toMessageJson } from '../messages.ts'

const heartbeatMs = 25_000

/** `GET /api/events` of docs/sandbox.md; returns what feeds it. */
export function eventsApi(app: FastifyInstance, { pool, logger }: CarrierContext): Omit<CarrierNews, 'work'> {
  const streams = new Set<ServerResponse>()
  const tell = (event: string, data: unknown): void => {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  // One after the other, so that two states of a message arrive in their order.
  let telling = Promise.resolve()
  const tellMessage = async (uuid: string): Promise<void> => {
    const { rows } = await pool.query<MessageRow>('select * from messages where uuid = $1', [uuid])
    for (const row of rows) tell('message', toMessageJson(row))
  }

  app.get('/api/events', (request, reply) => {
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    stream.write('event: ready\ndata: {}\n\n')
    streams.add(stream)
    const heartbeat = setInterval(() => stream.write(':\n\n'), heartbeatMs)
    request.raw.once('close', () => {
      clearInterval(heartbeat)
      streams.delete(stream)
    })
  })
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.destroy()
  })
  return {
    ready: () => tell('ready', {}),
    message(uuid) {
      if (streams.size === 0) return
      telling = telling
        .then(() => tellMessage(uuid))
        .catch((err: unknown) => {
          logger.warn({ err }, 'sandbox: a change could not be read for the stream')
          tell('ready', {})
        })
    },
    mail: (id) => tell('mail', { id }),
  }
}

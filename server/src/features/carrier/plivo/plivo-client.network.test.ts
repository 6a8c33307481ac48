import { once } from 'node:events'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { carrierOf, json, listen, plivoAnswering, text } from '../../../test/plivo-answering.ts'

describe('R22: no answer', () => {
  test('nobody listens: it was not sent, and may be tried again', async () => {
    const { url, close } = await plivoAnswering(json(202, {}))
    await close()
    const outcome = await carrierOf({ apiUrl: url }).send(text)
    expect(outcome).toEqual({
      kind: 'refused',
      permanent: false,
      code: 'NOT_REACHED',
      detail: 'ECONNREFUSED',
    })
  })

  test('a connection that never stands, or that TLS refuses: it was not sent', async () => {
    const silent = await listen(
      createTcpServer((socket) => socket.on('error', () => socket.destroy()).resume()),
    )
    const outcome = await carrierOf({ apiUrl: `https://127.0.0.1:${silent}`, timeoutMs: 200 }).send(text)
    expect(outcome).toMatchObject({ kind: 'refused', permanent: false, code: 'NOT_REACHED' })
    const { url } = await plivoAnswering(json(202, {}))
    const noTls = await carrierOf({ apiUrl: url.replace('http:', 'https:') }).send(text)
    expect(noTls).toMatchObject({ kind: 'refused', permanent: false, code: 'NOT_REACHED' })
  })

  test('a time-out after the request left: unknown, and sent once', async () => {
    const { seen, url } = await plivoAnswering(() => undefined)
    const outcome = await carrierOf({ apiUrl: url, timeoutMs: 200 }).send(text)
    expect(outcome).toEqual({ kind: 'unknown', detail: 'TimeoutError' })
    expect(seen).toHaveLength(1)
  })

  test('a reset after the request left: unknown, and sent once, also on a connection used before', async () => {
    let answers = 0
    const { seen, carrier } = await plivoAnswering((response, request) => {
      if (answers++ === 0) json(202, { message_uuid: ['u-1'] })(response, request)
      else request.socket.resetAndDestroy()
    })
    expect(await carrier.send(text)).toMatchObject({ kind: 'accepted' })
    expect(await carrier.send(text)).toMatchObject({ kind: 'unknown' })
    expect(seen).toHaveLength(2)
  })

  test('an idle connection that the server closed costs nothing: the next send opens another', async () => {
    const { seen, carrier, server } = await plivoAnswering(json(202, { message_uuid: ['u-1'] }))
    const connected = once(server, 'connection')
    await carrier.send(text)
    const [socket] = await connected
    socket.end()
    await once(socket, 'close')
    expect(await carrier.send(text)).toMatchObject({ kind: 'accepted' })
    expect(seen).toHaveLength(2)
  })

  test('many at once each get their own answer', async () => {
    const { seen, carrier } = await plivoAnswering((response, request) => {
      json(202, { message_uuid: [String(request.headers['content-length'])] })(response, request)
    })
    const lengths = await Promise.all(
      Array.from({ length: 120 }, async (_, i) => {
        const outcome = await carrier.send({ ...text, text: 'x'.repeat(i) })
        return outcome.kind === 'accepted' ? Number(outcome.carrierMessageId) : 0
      }),
    )
    expect(seen).toHaveLength(120)
    expect(new Set(lengths).size).toBe(120)
  })
})

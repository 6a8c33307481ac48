import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personNumber } from './account.ts'
import { ask } from './api.ts'
import { openRawSocket } from './raw-socket.ts'
import { signIn } from './sign-in.ts'
import { newText, openTexter } from './texter.ts'
import { openWorkshop, withCarrier } from './workshop.ts'

const PORT = 4288
const phone = personNumber(10)

describe('bad input and slow or unwelcome clients', () => {
  const workshop = openWorkshop()
  let database: Awaited<ReturnType<typeof workshop.database>>
  let cookie = ''

  beforeAll(async () => {
    database = await workshop.database()
    const carrier = await workshop.carrier(PORT)
    const env = { ...withCarrier(PORT, carrier.plivoUrl), DEMO: '1', DATABASE_URL: database.url }
    await workshop.launch(env).ready
    cookie = await signIn(PORT, 'support@parley.test', 'parley-demo')
  })
  afterAll(() => workshop.close())

  const post = async (path: string, type: string, body: string): Promise<number> => {
    const headers = { 'content-type': type, cookie }
    return (await fetch(`http://127.0.0.1:${PORT}${path}`, { method: 'POST', headers, body })).status
  }
  const form = 'application/x-www-form-urlencoded'

  test.each([
    ['/webhooks/plivo/inbound', form, 65],
    ['/webhooks/plivo/status', form, 65],
    ['/graphql', 'application/json', 1_025],
  ])('%s answers 413 to a body that is too large', async (path, type, kilobytes) => {
    expect(await post(path, type, 'x'.repeat(kilobytes * 1_024))).toBe(413)
  })

  test.each([
    ['/webhooks/plivo/inbound', 'application/json', '{}'],
    ['/webhooks/plivo/status', 'text/plain', 'x'],
    ['/graphql', 'application/xml', '<query/>'],
    ['/graphql', 'text/plain', '{"query":"{ unreadCount }"}'],
  ])('%s answers 415 to %s', async (path, type, body) => {
    expect(await post(path, type, body)).toBe(415)
  })

  test('R40: a client that does not read is closed with 1013, and others hear all the same', async () => {
    const large = 'A long story. '.repeat(800)
    const socket = await openRawSocket(PORT, { cookie })
    await socket.subscribe(
      'subscription { inboxChanged { cursor kind message { conversation { messages(last: 50) { nodes { text } } } } } }',
    )
    const other = await workshop.subscribe({ port: PORT, cookie })
    socket.stopReading()
    const texter = openTexter(PORT, 1)
    const texts = Array.from({ length: 90 }, (_, index) => `${index}. ${large}`)
    for (const text of texts) expect(await texter.send(newText(phone, text))).toBe(200)
    await other.hears(({ message }) => message?.text === texts.at(-1))
    const heard = other.events().flatMap(({ message }) => message?.text ?? [])
    expect(heard).toEqual(texts)
    expect(other.closes).toEqual([])
    // It reads what it was sent up to then, and the reason behind it.
    socket.readOn()
    expect(await socket.closed).toEqual({ code: 1013, reason: 'too slow: resume from your cursor' })
    expect(socket.received()).toBeLessThan(texts.length)
    await texter.close()
  })

  test('a document beyond the budget is refused over the socket as over HTTP', async () => {
    const nested =
      'messages(last: 100) { nodes { conversation { messages(last: 100) { nodes { conversation { messages(last: 100) { nodes { id } } } } } } } }'
    const socket = await openRawSocket(PORT, { cookie })
    const [error] = await socket.refusal(`{ conversations(first: 100) { nodes { ${nested} } } }`)
    expect(error?.message).toMatch(/more than 20000 rows/)
    socket.close()
  })

  test('a session that is revoked loses its socket within seconds, whoever revoked it', async () => {
    const { viewer } = await ask<{ viewer: { role: string } }>(PORT, { cookie }, '{ viewer { role } }')
    expect(viewer.role).toBe('SUPPORT')
    const socket = await openRawSocket(PORT, { cookie })
    await socket.subscribe('subscription { unreadCountChanged }')
    // As another process does: this one is not told.
    await database.pool.query('delete from parley_auth.session')
    const late = delay(6_500).then(() => 'too late')
    expect(await Promise.race([socket.closed, late])).toEqual({ code: 4401, reason: 'signed out' })
  })
})

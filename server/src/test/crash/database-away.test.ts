import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { personNumber, setUpAccount } from './account.ts'
import { replyUntilAcknowledged } from './agent.ts'
import { askOnce, readThread, withKey } from './api.ts'
import { viewCarrier } from './carrier-view.ts'
import { openCuttableWire } from './cuttable-wire.ts'
import { newText, openTexter } from './texter.ts'
import { openWorkshop, withCarrier } from './workshop.ts'

const PORT = 4287
const phone = personNumber(9)
/** Recovery is a matter of seconds, of the queries' patience (20 s) where a host vanished; the rest is for a busy machine. */
const SOON = { timeout: 60_000, interval: 100 }

describe('R43, R44: the database goes away under a running server, and comes back', () => {
  const workshop = openWorkshop()
  const texter = openTexter(PORT, 2)
  let parley: ReturnType<typeof workshop.launch>
  let wire: Awaited<ReturnType<typeof openCuttableWire>>
  let carrier: ReturnType<typeof viewCarrier>
  let subscriber: Awaited<ReturnType<typeof workshop.subscribe>>
  let key = ''
  let databasePassword = ''

  beforeAll(async () => {
    const database = await workshop.database()
    const behindWire = new URL(database.url)
    databasePassword = behindWire.password
    wire = await openCuttableWire(Number(behindWire.port))
    workshop.onEnd(() => wire.close())
    behindWire.port = String(wire.port)
    const sandbox = await workshop.carrier(PORT)
    carrier = viewCarrier(sandbox.url)
    parley = workshop.launch({ ...withCarrier(PORT, sandbox.plivoUrl), DATABASE_URL: behindWire.href })
    await parley.ready
    key = (await setUpAccount(database.url)).key
    subscriber = await workshop.subscribe({ port: PORT, authorization: `Bearer ${key}` })
    expect(await texter.send(newText(phone, 'START'))).toBe(200)
    expect(await texter.send(newText(phone, 'All is well'))).toBe(200)
    await subscriber.hears(({ message }) => message?.text === 'All is well')
  })
  afterAll(async () => {
    await texter.close()
    await workshop.close()
  })

  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${PORT}${path}`)
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const toldUnready = () =>
    vi.waitFor(async () => {
      const ready = await get('/readyz')
      expect(ready.status).toBe(503)
      return ready
    }, SOON)
  /** A text that is taken again and heard of, and a reply that gets out. */
  const expectAllToWork = async (name: string): Promise<void> => {
    await texter.sendUntilTaken(newText(phone, `Text ${name}`))
    await subscriber.hears(({ message }) => message?.text === `Text ${name}`)
    const thread = await readThread(PORT, key, phone)
    const client = { port: PORT, key }
    await replyUntilAcknowledged(client, thread?.conversationId ?? '', phone, `Reply ${name}`)
    await vi.waitFor(async () => {
      expect((await carrier.audit()).filter(({ text }) => text === `Reply ${name}`)).toHaveLength(1)
    }, SOON)
    expect((await get('/readyz')).status).toBe(200)
  }

  test('meanwhile webhooks are answered 503, /readyz says why, /healthz lives, and GraphQL masks it', async () => {
    wire.cut()
    const { body } = await toldUnready()
    expect(body).toMatchObject({
      status: 'not ready',
      checks: [
        { name: 'database', ok: false, error: expect.stringMatching(/\w/) },
        { name: 'queue', ok: false, error: expect.stringMatching(/\w/) },
      ],
    })
    expect(await get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await texter.send(newText(phone, 'Nobody can keep this'))).toBe(503)

    const { status, data, errors } = await askOnce(PORT, withKey(key), '{ unreadCount }')
    expect(data ?? null).toBeNull()
    expect(status).toBeGreaterThanOrEqual(200)
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(
          /^Something went wrong on our side; nothing was changed\. Reference \w+$/,
        ),
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      }),
    ])
  })

  test('when it is back, texts, pushes, replies and callbacks go on by themselves', async () => {
    wire.restore()
    await expectAllToWork('after the first time')
    expect(parley.output()).toContain('the wake-up connection was lost')
  })

  test('a cut in the flow loses and doubles nothing, time and again', async () => {
    const texts = Array.from({ length: 60 }, (_, index) => `Flowing ${index}`)
    const cutAt = new Set([5, 25, 45])
    const conversationId = (await readThread(PORT, key, phone))?.conversationId ?? ''
    const replies: string[] = []
    for (const [index, text] of texts.entries()) {
      // The text is under way when the wire is cut, or about to be.
      const taken = texter.sendUntilTaken(newText(phone, text))
      if (cutAt.has(index)) {
        const reply = replyUntilAcknowledged({ port: PORT, key }, conversationId, phone, `Reply in ${text}`)
        wire.cut()
        await toldUnready()
        wire.restore()
        replies.push((await reply).text)
      }
      await taken
    }
    await expectAllToWork('after the last time')
    const thread = await readThread(PORT, key, phone)
    expect(thread?.messages.map(({ text }) => text).filter((text) => text.startsWith('Flowing'))).toEqual(
      texts,
    )
    const heard = subscriber.events().map(({ message }) => message?.text)
    expect(heard.filter((text) => text?.startsWith('Flowing'))).toEqual(texts)
    const sent = (await carrier.audit()).map(({ text }) => text)
    expect(sent.filter((text) => text.startsWith('Reply in'))).toEqual(replies)
  })

  test('a database host that vanishes without a word is given up, and the one in its place is used', async () => {
    wire.freeze()
    await toldUnready()
    await expectAllToWork('after the vanishing')
    expect(parley.output()).toContain('Query read timeout')
  })

  test('R43: what was logged of all this holds no text, no number and no password', () => {
    const output = parley.output()
    expect(output.includes('the carrier will send it again')).toBe(true)
    const secrets = [
      'Flowing',
      'Reply in',
      'Reply after',
      'Nobody can',
      phone.slice(1),
      key,
      databasePassword,
    ]
    expect(secrets.filter((secret) => output.includes(secret))).toEqual([])
  })
})

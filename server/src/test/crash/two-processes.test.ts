import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { personNumber, setUpAccount } from './account.ts'
import { replyUntilAcknowledged } from './agent.ts'
import { readThread, withKey } from './api.ts'
import { openRawSocket } from './raw-socket.ts'
import type { Subscriber } from './subscriber.ts'
import { newText, openTexter } from './texter.ts'
import { openWorkshop, withCarrier } from './workshop.ts'

const WEB = 4285
const BOTH = 4286
const phone = personNumber(8)

describe('R44: two processes on one database', () => {
  const workshop = openWorkshop()
  let database: Awaited<ReturnType<typeof workshop.database>>
  let key = ''
  let launchWeb: () => ReturnType<typeof workshop.launch>
  let web: ReturnType<typeof workshop.launch>
  const subscribe = (port: number, mayConnect?: () => Promise<void>) =>
    workshop.subscribe({ port, authorization: `Bearer ${key}`, mayConnect })

  beforeAll(async () => {
    database = await workshop.database()
    const carrier = await workshop.carrier(WEB)
    const env = { ...withCarrier(BOTH, carrier.plivoUrl), DATABASE_URL: database.url }
    // The carrier reaches the one that only serves, wherever the worker is.
    const PUBLIC_URL = `http://localhost:${WEB}`
    launchWeb = () => workshop.launch({ ...env, PORT: String(WEB), PUBLIC_URL, PROCESSES: 'web' })
    // Both migrate the empty database at once.
    web = launchWeb()
    await Promise.all([web.ready, workshop.launch({ ...env, PUBLIC_URL }).ready])
    key = (await setUpAccount(database.url)).key
  })
  afterAll(() => workshop.close())

  const takeText = async (text: string): Promise<void> => {
    const texter = openTexter(WEB, 1)
    expect(await texter.send(newText(phone, text))).toBe(200)
    await texter.close()
  }

  test('what one takes, the other pushes live; what one queues, the worker of the other sends', async () => {
    const [onWeb, onBoth] = await Promise.all([subscribe(WEB), subscribe(BOTH)])
    await takeText('START')
    await takeText('Who hears me?')
    await onBoth.hears(({ message }) => message?.text === 'Who hears me?')
    const thread = await readThread(BOTH, key, phone)
    const reply = await replyUntilAcknowledged(
      { port: WEB, key },
      thread?.conversationId ?? '',
      phone,
      'Both of us',
    )
    await onWeb.hears(({ kind, message }) => kind === 'MESSAGE_CREATED' && message?.text === reply.text)
    await vi.waitFor(async () => {
      const messages = (await readThread(BOTH, key, phone))?.messages
      expect(messages?.find(({ id }) => id === reply.messageId)?.status).toBe('DELIVERED')
    }, 20_000)
    // The count is that of the moment in which each of them read.
    const news = ({ events }: Subscriber) => events().map(({ unreadCount: _, ...event }) => event)
    await vi.waitFor(() => expect(news(onWeb)).toEqual(news(onBoth)), 20_000)
  })

  test('SIGTERM drains: the text in hand is answered, sockets close with 1012, and clients go on from their cursor', async () => {
    let isBack = Promise.resolve()
    const subscriber = await subscribe(WEB, () => isBack)
    const asleep = await openRawSocket(WEB, withKey(key))
    asleep.stopReading()
    const back = Promise.withResolvers<void>()
    isBack = back.promise

    // The account's head is locked, so that the text stays in hand.
    const lock = await database.pool.connect()
    await lock.query('begin; select from account_heads for update')
    const texter = openTexter(WEB, 1)
    const inHand = texter.send(newText(phone, 'In hand'))
    await vi.waitUntil(async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%enter_account%'`,
      )
      return rowCount === 1
    })
    const ended = web.signal('SIGTERM')
    expect(await subscriber.isClosed()).toEqual({ code: 1012, reason: 'restarting: connect again' })
    await lock.query('commit')
    lock.release()
    expect(await inHand).toBe(200)
    expect(await ended).toEqual({ code: 0, signal: null })
    await texter.close()
    asleep.close()

    web = launchWeb()
    await web.ready
    back.resolve()
    const heard = await subscriber.hears(({ message }) => message?.text === 'In hand')
    expect(
      subscriber.heard.filter(({ cursor, kind }) => cursor === heard.cursor && kind !== 'READY'),
    ).toHaveLength(1)
    expect(subscriber.heard.some(({ kind }) => kind === 'RESYNC')).toBe(false)
  })
})

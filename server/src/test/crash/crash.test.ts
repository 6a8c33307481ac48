import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { personNumber, setUpAccount } from './account.ts'
import { type Acknowledged, replyUntilAcknowledged } from './agent.ts'
import { readThread, type ThreadMessage } from './api.ts'
import { countTwice, readBooks } from './books.ts'
import { type CarrierView, viewCarrier } from './carrier-view.ts'
import type { Subscriber } from './subscriber.ts'
import { type Supervisor, superviseParley } from './supervisor.ts'
import { newText, openTexter } from './texter.ts'
import { openWorkshop, postmasterPid, urlOfDatabaseIn, withCarrier } from './workshop.ts'

const PORT = 4282
const PEOPLE = 24
const TEXTS = 60
const REPLY_EVERY = 6
/** A carrier that loses, doubles and reorders what it reports. */
const mood = { callbackDelayMs: { min: 0, max: 50 }, loseEvery: 2, duplicateEvery: 5, reorder: true }

const people = Array.from({ length: PEOPLE }, (_, index) => personNumber(index))
const textsOf = (person: number): string[] =>
  Array.from({ length: TEXTS }, (_, index) => `person ${person}, text ${index}`)

describe('R22, R40, R44: kill -9 while texts and replies flow', () => {
  const workshop = openWorkshop()
  let parley: Supervisor
  let carrier: CarrierView
  let subscriber: Subscriber
  let account: { accountId: string; key: string }
  let pool: ReturnType<typeof workshop.pool>
  let dataDir = ''
  let acknowledged = 0
  const replies: Acknowledged[] = []
  const threads = new Map<string, ThreadMessage[]>()

  beforeAll(async () => {
    dataDir = await workshop.dataDir()
    const sandbox = await workshop.carrier(PORT)
    carrier = viewCarrier(sandbox.url)
    await carrier.mood(mood)
    const env = { ...withCarrier(PORT, sandbox.plivoUrl), DATA_DIR: dataDir }
    parley = await superviseParley(() => workshop.launch(env))
    const url = await urlOfDatabaseIn(dataDir)
    account = await setUpAccount(url)
    pool = workshop.pool(url)
    const authorization = `Bearer ${account.key}`
    subscriber = await workshop.subscribe({ port: PORT, authorization, mayConnect: parley.isUp })
    await Promise.all([...people.map(converse), killNowAndThen()])
    for (const phone of people)
      threads.set(phone, (await readThread(PORT, account.key, phone))?.messages ?? [])
  }, 120_000)
  afterAll(() => workshop.close())

  /** A person opts in and texts on and on, each text after the last one's 2xx; an agent answers now and then. */
  const converse = async (phone: string, person: number): Promise<void> => {
    const texter = openTexter(PORT, 1)
    let answering = Promise.resolve()
    await texter.sendUntilTaken(newText(phone, 'START'), parley.isUp)
    for (const [index, text] of textsOf(person).entries()) {
      await texter.sendUntilTaken(newText(phone, text), parley.isUp)
      acknowledged++
      if (index % REPLY_EVERY === 0) answering = answering.then(() => reply(phone, `answer to ${text}`))
    }
    await answering
    await texter.close()
  }

  const conversations = new Map<string, string>()
  const reply = async (phone: string, text: string): Promise<void> => {
    const conversationId = conversations.get(phone) ?? (await conversationOf(phone))
    conversations.set(phone, conversationId)
    const client = { port: PORT, key: account.key, isUp: parley.isUp }
    replies.push(await replyUntilAcknowledged(client, conversationId, phone, text))
    acknowledged++
  }

  const conversationOf = async (phone: string): Promise<string> => {
    for (;;) {
      await parley.isUp()
      const thread = await readThread(PORT, account.key, phone).catch(() => null)
      if (thread) return thread.conversationId
    }
  }

  const killPostgres = async () => process.kill(await postmasterPid(dataDir), 'SIGKILL')

  /**
   * Twice with a send in the carrier's hands, accepted or not but never answered; then wherever it happens to be, the
   * last time with its database.
   */
  const killNowAndThen = async (): Promise<void> => {
    for (const outcome of ['hang_after', 'hang_before']) {
      await carrier.mood({ ...mood, nextSends: { outcome, times: 1 } })
      await vi.waitUntil(carrier.hasMet, { timeout: 30_000, interval: 10 })
      await parley.killAndRestart()
    }
    for (const alsoKill of [undefined, undefined, killPostgres]) {
      const moment = acknowledged + randomInt(20, 150)
      await vi.waitUntil(() => acknowledged >= moment, { timeout: 30_000, interval: 1 })
      await parley.killAndRestart(alsoKill)
    }
  }

  test('R9, R12: every acknowledged text stands once in its thread, in the order sent', () => {
    for (const [person, phone] of people.entries()) {
      const texts = threads.get(phone)?.filter(({ direction }) => direction === 'INBOUND')
      expect(texts?.map(({ text }) => text)).toEqual(['START', ...textsOf(person)])
    }
  })

  test('R21, R22: every acknowledged reply is one message, in its order', () => {
    for (const phone of people) {
      const written = threads.get(phone)?.filter(({ kind }) => kind === 'REPLY')
      const given = replies.filter(({ to }) => to === phone)
      expect(written?.map(({ id, text }) => [id, text])).toEqual(
        given.map(({ messageId, text }) => [messageId, text]),
      )
    }
    expect(replies).toHaveLength((PEOPLE * TEXTS) / REPLY_EVERY)
  })

  test('R21, R22: none reaches the carrier twice or out of order, and each state tells what the carrier knows', async () => {
    const states = await vi.waitFor(settledStates, { timeout: 60_000, interval: 500 })
    const audit = await carrier.audit()
    const texts = audit.map(({ text }) => text)
    expect(new Set(texts).size).toBe(texts.length)
    for (const phone of people) {
      const arrived = audit.filter(({ to }) => to === phone).map(({ text }) => text)
      const given = replies.filter(({ to, text }) => to === phone && texts.includes(text))
      expect(arrived).toEqual(given.map(({ text }) => text))
    }
    const count = (wanted: string): number => [...states.values()].filter((state) => state === wanted).length
    process.stdout.write(
      `  ${replies.length} replies: ${count('DELIVERED')} delivered, ${count('SENT')} sent, ${count('UNKNOWN')} unknown (not at the carrier)\n`,
    )
    // The carrier hung up on one before it took it.
    expect(count('UNKNOWN')).toBeGreaterThan(0)
  })

  /** The replies' states, once what the carrier has is SENT or DELIVERED, and what it has not is UNKNOWN. */
  const settledStates = async (): Promise<Map<string, string>> => {
    const { rows } = await pool.query<{ text: string; status: string }>(
      `select text, status from messages where kind = 'REPLY'`,
    )
    const atCarrier = new Set((await carrier.audit()).map(({ text }) => text))
    for (const { text, status } of rows)
      expect(`${text}: ${status}`).toMatch(atCarrier.has(text) ? /: (SENT|DELIVERED)$/ : /: UNKNOWN$/)
    return new Map(rows.map(({ text, status }) => [text, status]))
  }

  test('R36, R40: the log is dense, the subscriber heard exactly it, and the counters are exact', async () => {
    // Before it, the account was set up.
    const readyAt = Number(subscriber.heard[0]?.cursor)
    expect(readyAt).toBeLessThan(5)
    await vi.waitFor(
      async () => {
        const { head, entries } = await readBooks(pool, account.accountId)
        expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, index) => index + 1))
        expect(
          subscriber.events().map(({ cursor, kind, message }) => [Number(cursor), kind, Boolean(message)]),
        ).toEqual(
          entries
            .filter(({ seq }) => seq > readyAt)
            .map(({ seq, kind, messageId }) => [seq, kind, Boolean(messageId)]),
        )
      },
      { timeout: 10_000, interval: 200 },
    )
    expect(subscriber.heard.some(({ kind }) => kind === 'RESYNC')).toBe(false)
    expect(subscriber.closes.length).toBeGreaterThanOrEqual(5)
    const { kept, counted } = await countTwice(pool, account.accountId)
    expect(kept).toEqual(counted)
    expect(subscriber.heard.at(-1)?.unreadCount).toBe(counted?.open_unread)
  })
})

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../env.ts'
import { createTestDatabase } from '../database.ts'
import { personNumber, setUpAccount } from './account.ts'
import { ask, readThread, withKey } from './api.ts'
import { countTwice, readBooks } from './books.ts'
import { newText, openTexter, type Text } from './texter.ts'
import { openWorkshop, withCarrier } from './workshop.ts'

const collection = join(projectRoot, '../shared/data/SMSSpamCollection')
const PORT = 4280
const PEOPLE = 200
const AT_ONCE = 50

/** R16, SMART, for people in the US, in this test's own words: STOP, UNSUBSCRIBE or "opt out" anywhere. */
const saysStop = (text: string): boolean =>
  /(^|[^a-z0-9])(stop|unsubscribe|opt[ -]?out)([^a-z0-9]|$)/i.test(text)

const readCollection = async (): Promise<string[]> =>
  (await readFile(collection, 'utf8'))
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.slice(line.indexOf('\t') + 1))

// The texts lie beside the project, and may not be copied into it.
describe.skipIf(!existsSync(collection))('the real texts through signed webhooks, 50 at once', () => {
  const workshop = openWorkshop()
  let account: { accountId: string; key: string }
  let pool: ReturnType<typeof workshop.pool>
  const sent = new Map<string, Text[]>()

  beforeAll(async () => {
    const database = await createTestDatabase()
    workshop.onEnd(() => database.drop())
    pool = workshop.pool(database.url)
    account = await setUpAccount(database.url)
    const carrier = await workshop.carrier(PORT)
    const env = { ...withCarrier(PORT, carrier.plivoUrl), DATABASE_URL: database.url }
    await workshop.launch(env).ready

    const texts = await readCollection()
    texts.forEach((text, index) => {
      const from = personNumber(index % PEOPLE)
      sent.set(from, [...(sent.get(from) ?? []), newText(from, text)])
    })
    await sendAll(texts.length)
  })
  afterAll(() => workshop.close())

  /** Each of 50 connections has four people, whose texts go out by turns, each the next after the last one's 2xx. */
  const sendAll = async (count: number): Promise<void> => {
    const texter = openTexter(PORT, AT_ONCE)
    const started = performance.now()
    const worker = async (own: Text[][]): Promise<void> => {
      const rounds = Math.max(...own.map((texts) => texts.length))
      for (let round = 0; round < rounds; round++)
        for (const texts of own) {
          const text = texts[round]
          if (text) expect(await texter.send(text)).toBe(200)
        }
    }
    const queues = [...sent.values()]
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) => worker(queues.filter((_, index) => index % AT_ONCE === at))),
    )
    const seconds = (performance.now() - started) / 1_000
    process.stdout.write(
      `  ${count} real texts in ${seconds.toFixed(1)} s: ${(count / seconds).toFixed(0)}/s\n`,
    )
    await texter.close()
  }

  test('R9, R12: each stands once in its thread, exactly as written and in the order sent', async () => {
    expect([...sent.values()].flat()).toHaveLength(5_574)
    for (const [phone, texts] of sent) {
      const thread = await readThread(PORT, account.key, phone)
      const written = thread?.messages.filter(({ direction }) => direction === 'INBOUND')
      expect(written?.map(({ text }) => text)).toEqual(texts.map(({ text }) => text))
    }
  })

  test('R13–R16: those that say STOP, and no others, are keywords: they opt out and stay out of the inbox', async () => {
    const keywords = [...sent.values()].flat().filter(({ text }) => saysStop(text))
    expect(keywords.length).toBeGreaterThan(100)
    const { rows } = await pool.query<{ uuid: string }>(
      `select carrier_message_id as uuid from messages m join change_log l on l.message_id = m.id
       where l.kind = 'MESSAGE_CREATED' and m.direction = 'INBOUND'`,
    )
    expect(rows.map(({ uuid }) => uuid).sort()).toEqual(keywords.map(({ uuid }) => uuid).sort())

    const { rows: optedOut } = await pool.query<{ phone: string; lines: number }>(
      `select phone_number as phone, count(*)::int as lines from profiles p join consent_changes c on c.profile_id = p.id
       where consent = 'UNSUBSCRIBED' and method = 'KEYWORD' and to_state = 'UNSUBSCRIBED' group by 1`,
    )
    const people = [...new Set(keywords.map(({ from }) => from))]
    expect(optedOut.map(({ phone }) => phone).sort()).toEqual(people.sort())
    expect(optedOut.every(({ lines }) => lines === 1)).toBe(true)
  })

  test('R36: counters equal a recount, the log is dense, and the API tells the same', async () => {
    const { kept, counted } = await countTwice(pool, account.accountId)
    expect(kept).toEqual(counted)
    const { head, entries } = await readBooks(pool, account.accountId)
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, index) => index + 1))
    const { unreadCount } = await ask<{ unreadCount: number }>(PORT, withKey(account.key), '{ unreadCount }')
    expect(unreadCount).toBe(counted?.open_unread)
  })
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { awake } from '../daytime.ts'
import { personNumber, setUpAccount } from './account.ts'
import { ask, withKey } from './api.ts'
import { type CarrierView, viewCarrier } from './carrier-view.ts'
import { type Supervisor, superviseParley } from './supervisor.ts'
import { openWorkshop, withCarrier } from './workshop.ts'

const PORT = 4571
const PEOPLE = 60
const people = Array.from({ length: PEOPLE }, (_, index) => personNumber(index))
const textFor = (phone: string): string => `Spring sale, ${phone}!`

const INGEST = `mutation ($profiles: [ProfileInput!]!, $consents: [ConsentInput!]!) {
  upsertProfiles(profiles: $profiles) { results { userErrors { code } } }
  recordConsents(consents: $consents) { results { userErrors { code } } }
}`
const SEND = `mutation ($source: MessageSourceInput!, $messages: [SourceMessageInput!]!) {
  sendMessages(source: $source, messages: $messages) { results { message { id } userErrors { code } } }
}`

describe('R22, R41, R44: kill -9 while a campaign goes out', () => {
  const workshop = openWorkshop()
  let parley: Supervisor
  let carrier: CarrierView
  let pool: Awaited<ReturnType<typeof workshop.database>>['pool']
  let key = ''

  beforeAll(async () => {
    const database = await workshop.database()
    pool = database.pool
    const sandbox = await workshop.carrier(PORT)
    carrier = viewCarrier(sandbox.url)
    const env = { ...withCarrier(PORT, sandbox.plivoUrl), DATABASE_URL: database.url }
    parley = await superviseParley(() => workshop.launch(env))
    key = (await setUpAccount(database.url)).key
    await pool.query('update parley.senders set messages_per_second = 12')
    await subscribeAll()
  }, 120_000)
  afterAll(() => workshop.close())

  const subscribeAll = async (): Promise<void> => {
    const timeZone = awake().time_zone
    const answer = await ask<Record<string, { results: { userErrors: unknown[] }[] }>>(
      PORT,
      withKey(key),
      INGEST,
      {
        profiles: people.map((phoneNumber) => ({ phoneNumber, location: { timeZone } })),
        consents: people.map((phoneNumber) => ({
          phoneNumber,
          state: 'SUBSCRIBED',
          evidence: 'signed up in the shop',
        })),
      },
    )
    expect(Object.values(answer).flatMap(({ results }) => results.flatMap((one) => one.userErrors))).toEqual(
      [],
    )
  }

  const sendCampaign = async (): Promise<string[]> => {
    const { sendMessages } = await ask<{ sendMessages: { results: { message: { id: string } | null }[] } }>(
      PORT,
      withKey(key),
      SEND,
      {
        source: { type: 'CAMPAIGN', name: 'Spring sale', externalId: 'spring' },
        messages: people.map((phone) => ({ phoneNumber: phone, text: textFor(phone), externalId: phone })),
      },
    )
    return sendMessages.results.map(({ message }) => message?.id ?? '')
  }

  const sent = async (): Promise<number> => (await carrier.audit()).length

  test('no message reaches the carrier twice, none is lost, and one without an outcome says so', async () => {
    const ids = await sendCampaign()
    for (const [index, outcome] of ['hang_after', 'hang_before'].entries()) {
      await vi.waitUntil(async () => (await sent()) >= 8 + 12 * index, { timeout: 30_000, interval: 20 })
      await carrier.mood({ nextSends: { outcome, times: 1 } })
      await vi.waitUntil(carrier.hasMet, { timeout: 30_000, interval: 5 })
      await parley.killAndRestart()
      // An integrator that lost its answer tells all again.
      expect(await sendCampaign()).toEqual(ids)
    }
    const statuses = await vi.waitFor(settled, { timeout: 90_000, interval: 500 })
    const texts = (await carrier.audit()).map(({ text }) => text)
    expect(new Set(texts).size).toBe(texts.length)
    const unknown = statuses.filter((status) => status === 'UNKNOWN').length
    expect(texts).toHaveLength(PEOPLE - unknown)
    // The carrier hung up on at least one before it took it.
    expect(unknown).toBeGreaterThan(0)
    expect(unknown).toBeLessThan(PEOPLE / 2)
  })

  /** States, once what the carrier has is SENT or DELIVERED, and what it has not is UNKNOWN. */
  const settled = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ text: string; status: string }>(
      `select text, status from parley.messages`,
    )
    const atCarrier = new Set((await carrier.audit()).map(({ text }) => text))
    expect(rows).toHaveLength(PEOPLE)
    for (const { text, status } of rows)
      expect(`${text}: ${status}`).toMatch(atCarrier.has(text) ? /: (SENT|DELIVERED)$/ : /: UNKNOWN$/)
    return rows.map(({ status }) => status)
  }
})

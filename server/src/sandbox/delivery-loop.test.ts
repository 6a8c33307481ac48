import plivo from 'plivo'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  authToken,
  business,
  type CarrierRig,
  phone,
  type Received,
  startCarrierRig,
} from '../test/carrier-rig.ts'
import type { toMessageJson } from './messages.ts'

interface Thread {
  messages: ReturnType<typeof toMessageJson>[]
}

let rig: CarrierRig
beforeAll(async () => {
  rig = await startCarrierRig({ retryDelaysMs: [20, 40], webhookTimeoutMs: 300 })
})
afterAll(() => rig.close())
beforeEach(async () => {
  rig.receiver.answerWith(() => 200)
  await rig.mischief()
})

const statusUrl = (): string => `${rig.receiver.url}/webhooks/plivo/status/msg_1`
const send = async (text = 'Hello'): Promise<string> =>
  String((await rig.client().messages.create(business, phone, text, { url: statusUrl() })).messageUuid)
const of = (uuid: string) => (webhook: Received) => webhook.params.MessageUUID === uuid
const states = (webhooks: Received[]): unknown[] => webhooks.map(({ params }) => params.Status)
const textIn = async (text: string, from = phone): Promise<string> =>
  (await rig.api<{ messageUuid: string }>('POST', `/phones/${from}/messages`, { to: business, text })).body
    .messageUuid
const header = ({ headers }: Received, name: string): string => String(headers[`x-plivo-signature-${name}`])
const stateOf = async (uuid: string): Promise<unknown> =>
  (await rig.api<Thread>('GET', `/phones/${phone}/messages?limit=500`)).body.messages.find(
    (message) => message.uuid === uuid,
  )?.state
const reached = (uuid: string, state: string): Promise<void> =>
  expect.poll(() => stateOf(uuid), { timeout: 5_000 }).toBe(state)

describe('inbound', () => {
  const publicUrl = 'https://inbox.example.com/webhooks/plivo/inbound'

  test("a text from a phone arrives as Plivo's signed form, numbers without +", async () => {
    const uuid = await textIn('Hi there 😀 & more')
    const [webhook] = await rig.receiver.take(1, of(uuid))
    if (webhook === undefined) return expect.unreachable()
    expect(webhook).toMatchObject({
      method: 'POST',
      path: '/webhooks/plivo/inbound',
      params: {
        From: '12125550142',
        To: '15550001000',
        Text: 'Hi there 😀 & more',
        Type: 'sms',
        MessageIntent: '',
        Units: '1',
      },
    })
    const { params } = webhook
    expect(
      plivo.validateSignature(publicUrl, header(webhook, 'v2-nonce'), header(webhook, 'v2'), authToken),
    ).toBe(true)
    const v3 = [header(webhook, 'v3-nonce'), authToken, header(webhook, 'v3')] as const
    expect(plivo.validateV3Signature('POST', publicUrl, ...v3, params)).toBe(true)
    expect(plivo.validateV3Signature('POST', publicUrl, ...v3, { ...params, Text: 'forged' })).toBe(false)
    await reached(uuid, 'delivered')
  })

  test('by setting it comes as a GET, signed over its query, or without V3', async () => {
    await rig.mischief({ webhookMethod: 'GET' })
    const [webhook] = await rig.receiver.take(1, of(await textIn('As a query')))
    if (webhook === undefined) return expect.unreachable()
    expect(webhook.method).toBe('GET')
    expect(
      plivo.validateV3Signature(
        'GET',
        `https://inbox.example.com${webhook.path}`,
        header(webhook, 'v3-nonce'),
        authToken,
        header(webhook, 'v3'),
      ),
    ).toBe(true)

    await rig.mischief({ signatures: 'V2' })
    const [older] = await rig.receiver.take(1, of(await textIn('Older')))
    expect(older?.headers).toHaveProperty('x-plivo-signature-v2')
    expect(older?.headers).not.toHaveProperty('x-plivo-signature-v3')
  })

  test('texts of one phone arrive in order, and those of others beside them', async () => {
    const uuids: string[] = []
    for (let index = 0; index < 30; index += 1) uuids.push(await textIn(`in order ${index}`, '+12125550188'))
    const webhooks = await rig.receiver.take(30, ({ params }) => params.From === '12125550188')
    expect(webhooks.map(({ params }) => params.MessageUUID)).toEqual(uuids)
  })

  test('a refused webhook is tried again until it is taken', async () => {
    let tries = 0
    rig.receiver.answerWith(() => {
      tries += 1
      return tries < 3 ? 503 : 200
    })
    const uuid = await textIn('Try again')
    const webhooks = await rig.receiver.take(3, of(uuid))
    expect(new Set(webhooks.map((webhook) => header(webhook, 'v2-nonce'))).size).toBe(3)
    await reached(uuid, 'delivered')
  })

  test('after the last try the text is failed, and nothing more comes', async () => {
    rig.receiver.answerWith(() => 500)
    const uuid = await textIn('Given up')
    await reached(uuid, 'failed')
    expect(rig.receiver.received.filter(of(uuid))).toHaveLength(3)
  })

  test('duplicateEvery doubles every n-th webhook', async () => {
    await rig.mischief({ duplicateEvery: 2 })
    const once = await textIn('once')
    const twice = await textIn('twice')
    await rig.receiver.take(2, of(twice))
    expect(rig.receiver.received.filter(of(once))).toHaveLength(1)
  })
})

describe('status callbacks', () => {
  test("carry Plivo's parameters, signed over the address that was given", async () => {
    const uuid = await send()
    const callbacks = await rig.receiver.take(3, of(uuid))
    expect(states(callbacks)).toEqual(['queued', 'sent', 'delivered'])
    expect(callbacks.map(({ params }) => params.Sequence)).toEqual(['1', '2', '3'])
    const last = callbacks[2]
    if (last === undefined) return expect.unreachable()
    const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/
    expect(last.params).toMatchObject({
      From: '15550001000',
      To: '12125550142',
      ErrorCode: '000',
      MessageTime: expect.stringMatching(time),
      SentTime: expect.stringMatching(time),
      DeliveryReportTime: expect.stringMatching(time),
    })
    expect(
      plivo.validateV3Signature(
        'POST',
        statusUrl(),
        header(last, 'v3-nonce'),
        authToken,
        header(last, 'v3'),
        last.params,
      ),
    ).toBe(true)
    await reached(uuid, 'delivered')
  })

  test.each([
    ['undelivered', '30', ['queued', 'sent', 'undelivered']],
    ['failed', '420', ['queued', 'failed']],
    ['sent', null, ['queued', 'sent']],
  ])('finalState %s with code %s', async (finalState, errorCode, expected) => {
    await rig.mischief({ finalState, errorCode })
    const callbacks = await rig.receiver.take(expected.length, of(await send()))
    expect(states(callbacks)).toEqual(expected)
    expect(callbacks.at(-1)?.params.ErrorCode).toBe(errorCode ?? '000')
  })

  test('reorder sends the last first; the state of the message does not go back', async () => {
    await rig.mischief({ reorder: true })
    const uuid = await send()
    expect(states(await rig.receiver.take(3, of(uuid)))).toEqual(['delivered', 'sent', 'queued'])
    expect(await rig.client().messages.get(uuid)).toMatchObject({ messageState: 'delivered' })
  })

  test('lost callbacks never come, and the list still tells the state', async () => {
    await rig.mischief({ loseEvery: 1 })
    const uuid = await send()
    await reached(uuid, 'delivered')
    expect(rig.receiver.received.filter(of(uuid))).toEqual([])
  })

  test('a delay holds them back for as long as it says', async () => {
    await rig.mischief({ callbackDelayMs: { min: 120, max: 120 } })
    const start = performance.now()
    await rig.receiver.take(3, of(await send()))
    expect(performance.now() - start).toBeGreaterThan(350)
  })
})

describe('opt-out at the carrier', () => {
  const from = '+12125550199'
  const sendTo = async (): Promise<unknown[]> => {
    const sent = await rig.client().messages.create(business, from, 'Still there?', { url: statusUrl() })
    const uuid = String(sent.messageUuid)
    const isLast = (webhook: Received): boolean =>
      of(uuid)(webhook) && /delivered|failed/.test(webhook.params.Status ?? '')
    const [last] = await rig.receiver.take(1, isLast)
    return [last?.params.Status, last?.params.ErrorCode]
  }

  test('R17: STOP is answered, marked and enforced past one acknowledgement; START gives back', async () => {
    const [stop] = await rig.receiver.take(1, of(await textIn(' stop ', from)))
    expect(stop?.params).toMatchObject({ Text: ' stop ', MessageIntent: 'optout' })
    expect(await sendTo()).toEqual(['delivered', '000'])
    expect(await sendTo()).toEqual(['failed', '200'])
    const [start] = await rig.receiver.take(1, of(await textIn('START', from)))
    expect(start?.params.MessageIntent).toBe('optin')
    expect(await sendTo()).toEqual(['delivered', '000'])

    const { body } = await rig.api<Thread>('GET', `/phones/${from}/messages`)
    const own = body.messages.filter((message) => message.byCarrier)
    expect(own.map((message) => message.text)).toEqual([
      expect.stringContaining('unsubscribed'),
      expect.stringContaining('subscribed again'),
    ])
    const listed = await rig.client().messages.list({ to_number: from, limit: 20 })
    expect(listed).toHaveLength(3)
  })

  test('switched off, STOP is a text like any other', async () => {
    await rig.mischief({ carrierStop: false })
    const [stop] = await rig.receiver.take(1, of(await textIn('STOP', from)))
    expect(stop?.params.MessageIntent).toBe('')
    expect(await sendTo()).toEqual(['delivered', '000'])
    expect(await sendTo()).toEqual(['delivered', '000'])
  })
})

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  authId,
  authToken,
  business,
  type CarrierRig,
  phone,
  startCarrierRig,
} from '../../test/carrier-rig.ts'

let rig: CarrierRig
beforeAll(async () => {
  rig = await startCarrierRig()
})
afterAll(() => rig.close())
beforeEach(() => rig.mischief())

interface Audit {
  sends: { messageUuid: string; text: string }[]
}

const sends = async (): Promise<Audit['sends']> => (await rig.api<Audit>('GET', '/audit')).body.sends
// The SDK's types take the list for one message.
const list = async (query: object): Promise<unknown[]> => {
  const page: unknown = await rig.client().messages.list(query)
  if (!Array.isArray(page)) throw new Error('the SDK read no list')
  return page
}
const sentTexts = async (): Promise<string[]> => (await sends()).map(({ text }) => text)
const refusal = (text: string): Promise<unknown> =>
  rig
    .client()
    .messages.create(business, phone, text)
    .then(
      () => expect.unreachable('the send should have been refused'),
      (error: unknown) => error,
    )

test("Plivo's SDK sends, gets and lists a message", async () => {
  const since = new Date(Date.now() - 1_000).toISOString().replace('T', ' ').slice(0, 19)
  const sent = await rig.client().messages.create(business, phone, 'Hello 👋', {
    url: `${rig.receiver.url}/webhooks/plivo/status/abc?x=1`,
  })
  expect(sent).toMatchObject({ message: 'message(s) queued', apiId: expect.any(String) })
  const [uuid] = sent.messageUuid
  const callbacks = await rig.receiver.take(3, ({ params }) => params.MessageUUID === String(uuid))
  expect(callbacks.map(({ params }) => params.Status)).toEqual(['queued', 'sent', 'delivered'])

  const got = await rig.client().messages.get(String(uuid))
  expect(got).toMatchObject({
    messageUuid: uuid,
    fromNumber: '15550001000',
    toNumber: '12125550142',
    messageDirection: 'outbound',
    messageState: 'delivered',
    messageType: 'sms',
    units: 1,
    errorCode: null,
  })
  const listed = await list({
    from_number: business,
    to_number: '12125550142',
    message_time__gt: since,
    limit: 20,
    offset: 0,
  })
  expect([...listed]).toEqual([expect.objectContaining({ messageUuid: uuid })])
})

test('the list pages by limit and offset and says where the next page is', async () => {
  const to = '+12125550177'
  for (const text of ['1', '2', '3']) await rig.client().messages.create(business, to, text)
  const page = await list({ to_number: to, limit: 2, offset: 0 })
  expect(page).toHaveLength(2)
  const meta = Reflect.get(page, 'meta')
  expect(meta).toMatchObject({ limit: 2, offset: 0, totalCount: 3, previous: null })
  expect(meta.next).toContain(`/v1/Account/${authId}/Message/?`)
  expect(await list({ to_number: to, limit: 2, offset: 2 })).toHaveLength(1)
  await expect(list({ limit: 21 })).rejects.toThrow('limit')
  expect(await list({ to_number: to, message_time__gt: '2099-01-01 00:00' })).toHaveLength(0)
})

test('several destinations become several messages, invalid ones are named', async () => {
  const sent = await rig.client().messages.create(business, '12125550143<nonsense<+12125550144', 'To many')
  expect(sent.messageUuid).toHaveLength(2)
  expect(sent).toMatchObject({ invalid_number: ['nonsense'] })
})

test('a form-encoded send is taken like a JSON one', async () => {
  const response = await fetch(`${rig.plivoUrl}/v1/Account/${authId}/Message/`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${authId}:${authToken}`)}` },
    body: new URLSearchParams({ src: business, dst: phone, text: 'As a form' }),
  })
  expect(response.status).toBe(202)
  expect(await sentTexts()).toContain('As a form')
})

test.each([
  ['no sender', { dst: phone, text: 'x' }, 'src and powerpack_uuid are missing'],
  ['no destination', { src: business, text: 'x' }, 'dst'],
  ['no number', { src: business, dst: 'nonsense', text: 'x' }, 'dst is not a valid'],
  ['to itself', { src: business, dst: business, text: 'x' }, 'src and dst are the same'],
  ['no text', { src: business, dst: phone }, 'text parameter'],
  ['GSM-7 too long', { src: business, dst: phone, text: 'x'.repeat(1_601) }, 'text is too long'],
  ['UCS-2 too long', { src: business, dst: phone, text: '漢'.repeat(738) }, 'text is too long'],
  ['branded sender to the US', { src: 'ACME', dst: phone, text: 'x' }, 'sender ID'],
  ['callback address', { src: business, dst: phone, text: 'x', url: 'not a url' }, 'url'],
  ['MMS abroad', { src: business, dst: '+447400123456', type: 'mms', text: 'x' }, 'mms'],
  ['expiry', { src: business, dst: phone, text: 'x', message_expiry: 3 }, 'message_expiry'],
])('a wrong send is a 400 that says what is wrong: %s', async (_what, body, error) => {
  const before = await sends()
  const response = await fetch(`${rig.plivoUrl}/v1/Account/${authId}/Message/`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${authId}:${authToken}`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    api_id: expect.any(String),
    error: expect.stringContaining(error),
  })
  expect(await sends()).toEqual(before)
})

test('wrong credentials and unknown messages are the errors that the SDK knows', async () => {
  await expect(rig.client('wrong').messages.create(business, phone, 'x')).rejects.toMatchObject({
    status: 401,
    message: 'authentication failed',
  })
  const unknown = '00000000-0000-4000-8000-000000000000'
  await expect(rig.client().messages.get(unknown)).rejects.toMatchObject({
    status: 404,
    apiID: expect.any(String),
  })
})

test.each([400, 401, 402, 429, 500, 503])(
  'nextSends refuses with %i, so many times, and sends nothing',
  async (status) => {
    await rig.mischief({ nextSends: { outcome: 'refuse', status, times: 2 } })
    const text = `refused with ${status}`
    await refusal(text)
    await refusal(text)
    expect(await sentTexts()).not.toContain(text)
    await rig.client().messages.create(business, phone, text)
    expect(await sentTexts()).toContain(text)
  },
)

test.each([
  ['hang_before', 0],
  ['reset_before', 0],
  ['hang_after', 1],
  ['reset_after', 1],
])('nextSends %s leaves the client without an answer, with %i sent', async (outcome, count) => {
  await rig.mischief({ nextSends: { outcome, times: 1 } })
  const text = `without an answer: ${outcome}`
  expect(String(await refusal(text))).toContain(outcome.startsWith('hang') ? 'timeout' : 'ECONNRESET')
  expect((await sentTexts()).filter((sent) => sent === text)).toHaveLength(count)
})

test('concurrent sends meet the counted outcome exactly so many times', async () => {
  await rig.mischief({ nextSends: { outcome: 'refuse', status: 429, times: 3 } })
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) =>
      rig.client().messages.create(business, phone, `at once ${index}`),
    ),
  )
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3)
})

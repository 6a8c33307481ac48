import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { business, type CarrierRig, phone, type Received, startCarrierRig } from '../test/carrier-rig.ts'
import type { toMessageJson } from './messages.ts'
import { migrateSandbox } from './migrate-sandbox.ts'

type MessageJson = ReturnType<typeof toMessageJson>
interface Thread {
  messages: MessageJson[]
}

let rig: CarrierRig
beforeAll(async () => {
  rig = await startCarrierRig({
    phones: [{ number: phone, name: 'Ava' }],
    retryDelaysMs: Array.from({ length: 100 }, () => 25),
  })
})
afterAll(() => rig.close())
beforeEach(async () => {
  rig.receiver.answerWith(() => 200)
  await rig.mischief()
})

const textIn = async (body: object, from = phone): Promise<string> =>
  (await rig.api<{ messageUuid: string }>('POST', `/phones/${from}/messages`, { to: business, ...body })).body
    .messageUuid
const of = (uuid: string) => (webhook: Received) => webhook.params.MessageUUID === uuid
const thread = async (number: string, query = ''): Promise<MessageJson[]> =>
  (await rig.api<Thread>('GET', `/phones/${number}/messages${query}`)).body.messages
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('phones and numbers are known from the options, by adding, and by being texted', async () => {
  expect((await rig.api('GET', '/numbers')).body).toEqual({
    numbers: [{ number: business, name: 'Acme Outfitters' }],
  })
  const added = await rig.api('POST', '/phones', { number: '1 212 555 0150', name: 'Ben' })
  expect(added).toEqual({ status: 201, body: { number: '+12125550150', name: 'Ben', lastMessage: null } })
  await rig.client().messages.create('+18885550100', '+12125550151', 'Hello stranger')
  const { body } = await rig.api<{ phones: { number: string }[] }>('GET', '/phones')
  expect(body.phones[0]).toMatchObject({
    number: '+12125550151',
    name: null,
    lastMessage: { text: 'Hello stranger', business: '+18885550100', direction: 'TO_PHONE' },
  })
  expect(body.phones.map(({ number }) => number).toSorted()).toEqual([phone, '+12125550150', '+12125550151'])
  expect((await rig.api('GET', '/numbers')).body).toMatchObject({ numbers: [{}, { number: '+18885550100' }] })
})

test('a thread is read from its end, and on from a cursor', async () => {
  const number = '+12125550160'
  for (const text of ['one', 'two', 'three']) await textIn({ text }, number)
  const newest = await thread(number, '?limit=2')
  expect(newest.map(({ text }) => text)).toEqual(['two', 'three'])
  expect(await thread(number, `?after=${newest[0]?.seq}`)).toMatchObject([{ text: 'three' }])
  expect((await rig.api('GET', '/phones/+12125559999/messages')).status).toBe(404)
})

test.each([
  ['no text and no media', {}, 'text'],
  ['a number that is none', { to: 'abc', text: 'x' }, 'to: is not a phone number'],
  ['NUL', { text: 'a\0b' }, 'text'],
  ['a lone surrogate', { text: 'a\ud800b' }, 'text'],
  ['an unknown field', { text: 'x', colour: 'red' }, 'colour'],
  [
    'a file that could run in a browser',
    { files: [{ contentType: 'text/html', base64: 'eA==' }] },
    'files.0',
  ],
])('a phone cannot send %s', async (_what, body, error) => {
  const answer = await rig.api('POST', `/phones/${phone}/messages`, { to: business, ...body })
  expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining(error) } })
})

test.each([
  ['Body', 0, ['Media0', 'Media1']],
  ['Text', 1, ['Media1', 'Media2']],
])('an MMS arrives with its text as %s and media from Media%i, to be fetched', async (field, base, names) => {
  await rig.mischief({ mmsTextField: field, mediaBase: base })
  const uuid = await textIn({
    text: 'Look',
    mediaUrls: ['http://127.0.0.1/cat.gif'],
    files: [{ name: 'dot.png', contentType: 'image/png', base64: png.toString('base64') }],
  })
  const [webhook] = await rig.receiver.take(1, of(uuid))
  const params = webhook?.params ?? {}
  expect(params).toMatchObject({ Type: 'mms', MediaCount: '2', [field]: 'Look' })
  expect(Object.keys(params).filter((key) => /^Media\d/.test(key))).toEqual(names)
  expect(params).not.toHaveProperty(field === 'Body' ? 'Text' : 'Body')

  const url = String(params[names[1] ?? ''])
  const stored = await fetch(`${rig.url}${new URL(url).pathname}`)
  expect(stored.headers.get('content-type')).toBe('image/png')
  expect(stored.headers.get('content-length')).toBe(String(png.length))
  expect(Buffer.from(await stored.arrayBuffer())).toEqual(png)
  expect(await rig.client().messages.listMedia(uuid)).toMatchObject({
    objects: [{ contentType: null }, { contentType: 'image/png', mediaUrl: url, size: png.length }],
  })
})

test('mischief is checked, kept, and reset by an empty PUT', async () => {
  const { body } = await rig.api('PUT', '/mischief', {})
  expect(body).toMatchObject({ duplicateEvery: 0, finalState: 'delivered', callbackDelayMs: { min: 150 } })
  await rig.mischief({ duplicateEvery: 3 })
  expect((await rig.api('GET', '/mischief')).body).toMatchObject({ duplicateEvery: 3 })
  for (const wrong of [
    { duplicateEvery: -1 },
    { unknown: 1 },
    { nextSends: { outcome: 'refuse' } },
    { callbackDelayMs: { min: 2, max: 1 } },
  ]) {
    expect(await rig.api('PUT', '/mischief', wrong)).toMatchObject({ status: 400 })
  }
  expect((await rig.api('GET', '/mischief')).body).toMatchObject({ duplicateEvery: 3 })
})

/** Reads the stream until `enough` says so. */
async function readEvents(stream: Response, enough: (text: string) => boolean): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (enough(text)) return text
  }
  throw new Error(`the stream ended after ${text}`)
}

test('the stream of events tells of texts, their states, and mails', async () => {
  const stream = await fetch(`${rig.url}/sandbox/api/events`)
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  const events = readEvents(
    stream,
    (text) => text.includes('"state":"delivered"') && text.includes('event: mail'),
  )
  const owner = new pg.Client({ connectionString: rig.database.url })
  await owner.connect()
  await owner.query(
    `insert into parley_sandbox.mails (to_addresses, subject, text) values ('{owner@parley.test}', 'New text', 'Hi')`,
  )
  await owner.end()
  const uuid = await textIn({ text: 'Live' })
  const text = await events
  expect(text.startsWith('event: ready\n')).toBe(true)
  const states = text
    .split('\n\n')
    .filter((event) => event.includes(uuid))
    .map((event) => /"state":"(\w+)"/.exec(event)?.[1])
  expect(states.at(-1)).toBe('delivered')
  expect((await rig.api('GET', '/mails')).body).toMatchObject({
    mails: [{ id: 1, to: ['owner@parley.test'], subject: 'New text', text: 'Hi', html: null }],
  })
})

test('what waits when the carrier stops goes out when it is back, each exactly once', async () => {
  rig.receiver.answerWith(() => 503)
  const uuids = [await textIn({ text: 'waiting 1' }), await textIn({ text: 'waiting 2' }, '+12125550161')]
  await rig.mischief({ callbackDelayMs: { min: 400, max: 400 } })
  const sent = await rig
    .client()
    .messages.create(business, phone, 'Slow', { url: `${rig.receiver.url}/status` })
  const uuid = String(sent.messageUuid)
  await rig.stopCarrier()
  const before = rig.receiver.received.length
  rig.receiver.answerWith(() => 200)
  await rig.startCarrier()

  await rig.receiver.take(3, of(uuid))
  for (const waiting of uuids) {
    await expect
      .poll(
        async () =>
          (await thread(waiting === uuids[0] ? phone : '+12125550161')).find((m) => m.uuid === waiting)
            ?.state,
      )
      .toBe('delivered')
    expect(rig.receiver.received.slice(before).filter(of(waiting))).toHaveLength(1)
  }
  expect(rig.receiver.received.filter(of(uuid)).map(({ params }) => params.Status)).toEqual([
    'queued',
    'sent',
    'delivered',
  ])
})

test('texts and sends of the same new numbers, all at once, all get through', async () => {
  await rig.mischief({ duplicateEvery: 2, loseEvery: 3 })
  const numbers = Array.from({ length: 40 }, (_, index) => `+121255502${String(index).padStart(2, '0')}`)
  const uuids = await Promise.all(
    numbers.map(async (number) => {
      const sending = rig
        .client()
        .messages.create(business, number, 'crossing', { url: `${rig.receiver.url}/status` })
      const uuid = await textIn({ text: 'crossing' }, number)
      await sending
      return uuid
    }),
  )
  for (const uuid of uuids) await rig.receiver.take(1, of(uuid))
})

test('a broken database connection is mended, and the stream says to fetch anew', async () => {
  const stream = await fetch(`${rig.url}/sandbox/api/events`)
  const events = readEvents(stream, (text) => text.split('event: ready').length > 2)
  const owner = new pg.Client({ connectionString: rig.database.url })
  await owner.connect()
  await owner.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await owner.end()
  await events
  await rig.receiver.take(1, of(await textIn({ text: 'after the break' })))
})

test('migrating again, also at once, changes nothing', async () => {
  const before = await thread(phone)
  await Promise.all([migrateSandbox(rig.database.url), migrateSandbox(rig.database.url)])
  expect(await thread(phone)).toEqual(before)
})

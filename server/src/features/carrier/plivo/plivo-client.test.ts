import plivo from 'plivo'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  authId,
  authToken,
  carrierOf,
  json,
  plivoAnswering,
  sendTo,
  text,
} from '../../../test/plivo-answering.ts'

describe('what goes out', () => {
  test('is what Plivo’s own SDK sends, for a text and for an MMS', async () => {
    const { seen, url, carrier } = await plivoAnswering(json(202, { message_uuid: ['u-1'] }))
    const sdk = new plivo.Client(authId, authToken, { url: `${url}/v1/Account/${authId}` })
    const mms = { ...text, text: '', mediaUrls: ['https://inbox.example.com/media/1'] }
    await carrier.send(text)
    await carrier.send(mms)
    const options = { type: 'sms', url: text.callbackUrl, method: 'POST' }
    await sdk.messages.create(text.from, text.to, text.text, options)
    const mmsOptions = { ...options, type: 'mms', media_urls: mms.mediaUrls }
    await sdk.messages.create(mms.from, mms.to, '', mmsOptions)
    const sent = seen.map(({ body, ...rest }) => ({ ...rest, body: withoutEmptyText(JSON.parse(body)) }))
    expect(sent.slice(0, 2)).toEqual(sent.slice(2))
    expect(sent[0]).toMatchObject({ method: 'POST', url: `/v1/Account/${authId}/Message/` })
  })

  test('the API’s address may hold a path, with or without a slash at its end', async () => {
    const { seen, url } = await plivoAnswering(json(202, { message_uuid: ['u-1'] }))
    for (const apiUrl of [`${url}/sandbox/plivo`, `${url}/sandbox/plivo/`])
      await carrierOf({ apiUrl }).send(text)
    expect(seen.map((one) => one.url)).toEqual(Array(2).fill(`/sandbox/plivo/v1/Account/${authId}/Message/`))
  })
})

describe('R22: answers', () => {
  test.each([
    ['a list of ids', { message: 'message(s) queued', message_uuid: ['u-1'], api_id: 'a' }],
    ['one id', { message_uuid: 'u-1' }],
  ])('%s is accepted', async (_, body) => {
    expect(await sendTo(json(202, body))).toEqual({ kind: 'accepted', carrierMessageId: 'u-1' })
  })

  test.each([400, 401, 402, 403, 404, 405, 406, 409, 422])('%i is a permanent refusal', async (status) => {
    const outcome = await sendTo(json(status, { api_id: 'a', error: 'nope' }))
    const expected = {
      kind: 'refused',
      permanent: true,
      code: `HTTP_${status}`,
      detail: `HTTP ${status}: nope`,
    }
    expect(outcome).toEqual(expected)
  })

  test('429 is a temporary one, and tells when to come back if it says so', async () => {
    const refused = { kind: 'refused', permanent: false, code: 'HTTP_429' }
    expect(await sendTo(json(429, {}))).toMatchObject(refused)
    expect(await sendTo(json(429, {}, { 'retry-after': '7' }))).toMatchObject({
      ...refused,
      retryAfterMs: 7000,
    })
    const date = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }
    const dated = await sendTo(json(429, {}, date))
    expect(dated.kind === 'refused' && dated.retryAfterMs).toBeGreaterThan(50_000)
  })

  test('a number listed as invalid is a permanent refusal', async () => {
    const outcome = await sendTo(json(202, { message_uuid: [], invalid_number: [text.to] }))
    expect(outcome).toMatchObject({ kind: 'refused', permanent: true, code: 'INVALID_NUMBER' })
  })

  test.each([301, 302, 307, 308])('a redirect (%i) is refused, and not followed', async (status) => {
    const { seen, carrier } = await plivoAnswering(json(status, {}, { location: '/elsewhere' }))
    expect(await carrier.send(text)).toMatchObject({ kind: 'refused', permanent: true, code: 'REDIRECTED' })
    expect(seen).toHaveLength(1)
  })

  test.each([303, 408, 500, 502, 503, 504])(
    'after %i the outcome is unknown, and it is not sent again',
    async (status) => {
      const { seen, carrier } = await plivoAnswering(json(status, { error: 'oops' }))
      expect(await carrier.send(text)).toEqual({ kind: 'unknown', detail: `HTTP ${status}` })
      expect(seen).toHaveLength(1)
    },
  )

  test.each([
    ['empty', ''],
    ['no JSON', '<html>'],
    ['of another form', '{"message_uuid":[]}'],
    ['null', 'null'],
  ])('a 202 that is %s leaves the outcome unknown', async (_, body) => {
    expect(await sendTo((response) => response.writeHead(202).end(body))).toMatchObject({ kind: 'unknown' })
  })

  test('an answer that breaks off still has its status', async () => {
    const broken =
      (status: number): Answer =>
      (response) => {
        response.writeHead(status, { 'content-length': 100 }).write('{"mess', () => response.destroy())
      }
    expect(await sendTo(broken(202))).toMatchObject({ kind: 'unknown' })
    expect(await sendTo(broken(400))).toMatchObject({ kind: 'refused', code: 'HTTP_400', detail: 'HTTP 400' })
  })

  test('what the carrier quotes of the message does not get into the detail', async () => {
    const error = `text "${text.text}" to ${text.to} alias (415) 555-0100 refused`
    const outcome = await sendTo(json(400, { error }))
    expect(outcome).toMatchObject({ detail: 'HTTP 400: text "[text]" to [number] alias ([number] refused' })
  })
})

function withoutEmptyText(body: Record<string, unknown>) {
  const { text: sent, ...rest } = body
  return sent ? body : rest
}

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  authId,
  authToken,
  business,
  type CarrierRig,
  phone,
  type Received,
  startCarrierRig,
} from '../../../test/carrier-rig.ts'
import type { Carrier, OutgoingText } from '../carrier.ts'
import { parseInbound } from './parse-inbound.ts'
import { parseStatus } from './parse-status.ts'
import { createPlivoCarrier } from './plivo-client.ts'
import { verifyPlivoSignature } from './verify-signature.ts'

let rig: CarrierRig
let carrier: Carrier
beforeAll(async () => {
  rig = await startCarrierRig()
  carrier = createPlivoCarrier({ authId, authToken, apiUrl: rig.plivoUrl, timeoutMs: 1000 })
})
afterAll(async () => {
  await carrier.close()
  await rig.close()
})
beforeEach(() => rig.mischief())

let texts = 0
const outgoing = (): OutgoingText => ({
  from: business,
  to: phone,
  text: `Text ${++texts} 👋`,
  mediaUrls: [],
  callbackUrl: `${rig.receiver.url}/webhooks/plivo/status/msg_${texts}`,
})
const accepted = async (text: string) => {
  const { body } = await rig.api<{ sends: { text: string }[] }>('GET', '/audit')
  return body.sends.filter((send) => send.text === text).length
}
const inboundUrl = 'https://inbox.example.com'
/** What our webhook makes of a call: its signature, then its parameters. */
const verified = (webhook: Received, base: string) => {
  const method = webhook.method === 'GET' ? 'GET' : 'POST'
  const params = method === 'GET' ? [] : Object.entries(webhook.params)
  return verifyPlivoSignature({
    method,
    url: base + webhook.path,
    params,
    headers: webhook.headers,
    authToken,
  })
}

describe('against the simulated Plivo', () => {
  test('R21: a text goes out, and its callbacks verify and read in order', async () => {
    const text = outgoing()
    const outcome = await carrier.send(text)
    const path = new URL(text.callbackUrl).pathname
    const callbacks = await rig.receiver.take(3, (webhook) => webhook.path === path)
    for (const callback of callbacks) expect(verified(callback, rig.receiver.url)).toBe('V3')
    const reports = callbacks.map(({ params }) => parseStatus(Object.entries(params)))
    expect(reports.map((report) => report.ok && report.value.status)).toEqual(['queued', 'sent', 'delivered'])
    expect(outcome).toEqual({
      kind: 'accepted',
      carrierMessageId: reports[0]?.ok && reports[0].value.carrierMessageId,
    })
  })

  test.each([
    [400, { kind: 'refused', permanent: true, code: 'HTTP_400' }],
    [401, { kind: 'refused', permanent: true, code: 'HTTP_401' }],
    [402, { kind: 'refused', permanent: true, code: 'HTTP_402' }],
    [429, { kind: 'refused', permanent: false, code: 'HTTP_429' }],
    [503, { kind: 'unknown' }],
  ])('R22: HTTP %i', async (status, expected) => {
    await rig.mischief({ nextSends: { outcome: 'refuse', status } })
    const text = outgoing()
    expect(await carrier.send(text)).toMatchObject(expected)
    expect(await accepted(text.text)).toBe(0)
  })

  test.each([
    ['hang_after', 1],
    ['reset_after', 1],
    ['hang_before', 0],
    ['reset_before', 0],
  ])('R22: after %s the carrier’s list settles what the send could not', async (outcome, times) => {
    await rig.mischief({ nextSends: { outcome } })
    const text = outgoing()
    const sentAfter = new Date()
    expect(await carrier.send(text)).toMatchObject({ kind: 'unknown' })
    expect(await accepted(text.text)).toBe(times)
    expect(await carrier.findSent({ ...text, sentAfter })).toHaveLength(times)
    expect(await carrier.findSent({ ...text, sentAfter, text: 'long '.repeat(100) })).toEqual([])
  })

  test.each([
    ['POST', 'V3_AND_V2', 'V3'],
    ['GET', 'V3_AND_V2', 'V3'],
    ['POST', 'V2', 'V2'],
    ['GET', 'V2', 'V2'],
  ])('a phone’s text by %s, signed %s, verifies and reads', async (webhookMethod, signatures, version) => {
    await rig.mischief({ webhookMethod, signatures })
    const text = `Hi & 100% + ünï 👩‍👩‍👧 ${++texts}\nline`
    await rig.api('POST', `/phones/${phone}/messages`, { to: business, text })
    const [webhook] = await rig.receiver.take(1, ({ params }) => params.Text === text)
    if (webhook === undefined) throw new Error('no webhook')
    expect(verified(webhook, inboundUrl)).toBe(version)
    const parsed = parseInbound(Object.entries(webhook.params))
    expect(parsed).toMatchObject({ ok: true, value: { from: phone, to: business, text, type: 'sms' } })
  })

  test.each([
    [0, 'Body'],
    [1, 'Text'],
  ])('an MMS with Media%i and its text in %s reads alike', async (mediaBase, mmsTextField) => {
    await rig.mischief({ mediaBase, mmsTextField })
    const text = `Look ${++texts}`
    const mediaUrls = ['https://example.com/a.gif', 'https://example.com/b.gif']
    await rig.api('POST', `/phones/${phone}/messages`, { to: business, text, mediaUrls })
    const [webhook] = await rig.receiver.take(1, ({ params }) => params[mmsTextField] === text)
    const parsed = parseInbound(Object.entries(webhook?.params ?? {}))
    expect(parsed).toMatchObject({ ok: true, value: { text, type: 'mms', mediaUrls: { length: 2 } } })
  })

  test('R17: the carrier’s own STOP is read as its intent', async () => {
    await rig.api('POST', '/phones/+12125550199/messages', { to: business, text: 'Stop ' })
    const [webhook] = await rig.receiver.take(1, ({ params }) => params.From === '12125550199')
    const parsed = parseInbound(Object.entries(webhook?.params ?? {}))
    expect(parsed).toMatchObject({ ok: true, value: { intent: 'optout', text: 'Stop ' } })
  })
})

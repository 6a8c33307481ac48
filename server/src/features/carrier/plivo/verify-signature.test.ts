import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import plivo from 'plivo'
import { describe, expect, test } from 'vitest'
import { type FormPair, formPairs } from './form-pairs.ts'
import { type SignedRequest, verifyPlivoSignature } from './verify-signature.ts'

const token = 'TEST_AUTH_TOKEN_0123456789'
const nonce = '12345678901234567890'
const inbound: SignedRequest = {
  method: 'POST',
  url: 'https://inbox.example.com/webhooks/plivo/inbound?tenant=acme&b=2',
  params: [
    ['From', '14155550100'],
    ['To', '14155550199'],
    ['Text', 'Hi there 😀 & more'],
    ['Type', 'sms'],
    ['MessageUUID', '5b40a428-bfc7-4daf-9d06-726c558bf3b8'],
    ['Units', '1'],
    ['TotalRate', '0.00550'],
    ['TotalAmount', '0.00550'],
  ],
  headers: {},
  authToken: token,
}
const inboundV3 = '84+G1B1BILull2gCdcpMKXGpxestn2P2araKJDJxzgY='
const inboundV2 = 'RLiWKshuzCRUrAEc9yJQIt8BVpMe7qORgpa3byRPH/o='
const v3 = (signature: string) => ({
  'x-plivo-signature-v3': signature,
  'x-plivo-signature-v3-nonce': nonce,
})
const v2 = (signature: string) => ({
  'x-plivo-signature-v2': signature,
  'x-plivo-signature-v2-nonce': nonce,
})

describe('Plivo’s own vectors', () => {
  test.each([
    ['https://answer.url', 'ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc='],
    ['https://answer.url/', 'do1CXv+k99A6+B+eTcyqbxWlezFIxJ/1vz72787r37g='],
    ['https://answer.url:8000', 'Gm7Z7AGBmf5JpSHrtUmeofrGyA4xV0ZiV0rH8JPXWGU='],
  ])('V2 of %s', (url, signature) => {
    const headers = { 'x-plivo-signature-v2': signature, 'x-plivo-signature-v2-nonce': '12345' }
    const request: SignedRequest = { method: 'POST', url, params: [], headers, authToken: 'my_auth_token' }
    expect(verifyPlivoSignature(request)).toBe('V2')
    expect(verifyPlivoSignature({ ...request, url: `${url}x` })).toBeNull()
    expect(verifyPlivoSignature({ ...request, authToken: 'another' })).toBeNull()
  })

  test('V3 and V2 of an inbound text with a query', () => {
    expect(verifyPlivoSignature({ ...inbound, headers: v3(inboundV3) })).toBe('V3')
    expect(verifyPlivoSignature({ ...inbound, headers: v2(inboundV2) })).toBe('V2')
  })
})

describe('which signature counts', () => {
  test('V3 is asked first, and a wrong V3 is not saved by a right V2', () => {
    expect(verifyPlivoSignature({ ...inbound, headers: { ...v3(inboundV3), ...v2('wrong') } })).toBe('V3')
    expect(verifyPlivoSignature({ ...inbound, headers: { ...v3(inboundV2), ...v2(inboundV2) } })).toBeNull()
  })

  test('any of several comma-separated signatures passes', () => {
    expect(verifyPlivoSignature({ ...inbound, headers: v3(`AAAA,${inboundV3}`) })).toBe('V3')
    expect(verifyPlivoSignature({ ...inbound, headers: v3(`${inboundV3}, ${inboundV2}`) })).toBe('V3')
    expect(verifyPlivoSignature({ ...inbound, headers: v3('AAAA,BBBB') })).toBeNull()
  })

  test('the main account’s signature passes, if it is our token that made it', () => {
    const headers = { ...v2('made-with-the-subaccounts-token'), 'x-plivo-signature-ma-v2': inboundV2 }
    expect(verifyPlivoSignature({ ...inbound, headers })).toBe('V2')
  })

  test('fails closed: no headers, no nonce, no token, a signature cut short', () => {
    expect(verifyPlivoSignature(inbound)).toBeNull()
    expect(verifyPlivoSignature({ ...inbound, headers: { 'x-plivo-signature-v3': inboundV3 } })).toBeNull()
    expect(verifyPlivoSignature({ ...inbound, headers: v3(inboundV3.slice(0, -1)) })).toBeNull()
    const forgedForNoToken = createHmac('sha256', '')
      .update(`https://inbox.example.com/webhooks/plivo/inbound${nonce}`)
      .digest('base64')
    expect(verifyPlivoSignature({ ...inbound, authToken: '', headers: v2(forgedForNoToken) })).toBeNull()
  })

  test('V3 covers every parameter; V2 covers none, but the path', () => {
    const changed: FormPair[] = inbound.params.map(([k, v]) => [k, k === 'Text' ? `${v}!` : v])
    expect(verifyPlivoSignature({ ...inbound, params: changed, headers: v3(inboundV3) })).toBeNull()
    expect(verifyPlivoSignature({ ...inbound, params: changed, headers: v2(inboundV2) })).toBe('V2')
    const elsewhere = inbound.url.replace('inbound', 'status')
    expect(verifyPlivoSignature({ ...inbound, url: elsewhere, headers: v2(inboundV2) })).toBeNull()
  })
})

describe('agrees with Plivo’s own SDK', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 })
  // The SDK keeps parameters in a plain object and loses those named like its inherited properties.
  const key = fc.string({ unit: 'binary', minLength: 1 }).filter((name) => !(name in {}))
  const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom('Text', 'Media0', 'a', 'B'), key), text), {
    maxLength: 6,
  })
  const requests = fc.record({
    method: fc.constantFrom('GET' as const, 'POST' as const),
    base: fc.constantFrom('https://inbox.example.com/webhooks/plivo/inbound', 'http://localhost:4120/s/x_1'),
    query: pairs,
    body: pairs,
    nonce: fc.stringMatching(/^[A-Za-z0-9]{1,24}$/),
  })

  test('on every V3 request, untouched and tampered with', () => {
    fc.assert(
      fc.property(requests, fc.boolean(), ({ method, base, query, body, nonce: n }, tamper) => {
        const params = method === 'GET' ? [] : body
        const url = withQuery(base, query)
        const extra: FormPair[] = tamper ? [['Extra', 'x']] : []
        const signature =
          method === 'GET'
            ? signV3(method, base, [...query, ...extra], [], n)
            : signV3(method, base, query, [...params, ...extra], n)
        const headers = { 'x-plivo-signature-v3': signature, 'x-plivo-signature-v3-nonce': n }
        const ours = verifyPlivoSignature({ method, url, params, headers, authToken: token }) === 'V3'
        expect(ours).toBe(plivo.validateV3Signature(method, url, n, token, signature, grouped(params)))
        expect(ours).toBe(!tamper)
      }),
      { numRuns: 500 },
    )
  })

  test('on every V2 request', () => {
    fc.assert(
      fc.property(requests, ({ base, query, nonce: n }) => {
        const url = withQuery(base, query)
        const signature = createHmac('sha256', token)
          .update(base + n)
          .digest('base64')
        const headers = { 'x-plivo-signature-v2': signature, 'x-plivo-signature-v2-nonce': n }
        expect(plivo.validateSignature(url, n, signature, token)).toBe(true)
        expect(verifyPlivoSignature({ method: 'POST', url, params: [], headers, authToken: token })).toBe(
          'V2',
        )
      }),
    )
  })
})

test('form pairs keep order and repeats, and never throw', () => {
  expect(formPairs('a=1&b=x+y&a=%F0%9F%98%80&c')).toEqual([
    ['a', '1'],
    ['b', 'x y'],
    ['a', '😀'],
    ['c', ''],
  ])
  expect(formPairs('Text=%FF%zz%00')).toEqual([['Text', '\uFFFD%zz\0']])
})

/** Signs as Plivo does, grouping by key where the code under test sorts pairs. */
function signV3(method: string, base: string, query: FormPair[], body: FormPair[], n: string): string {
  const inQuery = joined(grouped(query), (k, v) => `${k}=${v}`, '&')
  const inBody = joined(grouped(body), (k, v) => k + v, '')
  let payload = inQuery === '' ? base : `${base}?${inQuery}`
  if (method === 'POST' && body.length > 0)
    payload = inQuery === '' ? `${base}?${inBody}` : `${payload}.${inBody}`
  return createHmac('sha256', token).update(`${payload}.${n}`).digest('base64')
}

function joined(params: Record<string, string[]>, one: (k: string, v: string) => string, separator: string) {
  const keys = Object.keys(params).sort()
  return keys
    .flatMap((key) => [...(params[key] ?? [])].sort().map((value) => one(key, value)))
    .join(separator)
}

function grouped(pairs: readonly FormPair[]): Record<string, string[]> {
  const byKey = Map.groupBy(pairs, ([key]) => key)
  return Object.fromEntries([...byKey].map(([key, all]) => [key, all.map(([, value]) => value)]))
}

function withQuery(base: string, query: readonly FormPair[]): string {
  return query.length === 0
    ? base
    : `${base}?${new URLSearchParams(query.map(([k, v]): [string, string] => [k, v]))}`
}

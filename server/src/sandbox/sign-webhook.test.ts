import fc from 'fast-check'
import plivo from 'plivo'
import { expect, test } from 'vitest'
import { signatureHeaders, signV2, signV3 } from './sign-webhook.ts'

const v2Vector = (url: string): string =>
  signV2({ method: 'POST', url, params: [], authToken: 'my_auth_token', nonce: '12345' })

test("V2 gives Plivo's documented signatures", () => {
  expect(v2Vector('https://answer.url')).toBe('ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=')
  expect(v2Vector('https://answer.url/')).toBe('do1CXv+k99A6+B+eTcyqbxWlezFIxJ/1vz72787r37g=')
  expect(v2Vector('https://answer.url:8000')).toBe('Gm7Z7AGBmf5JpSHrtUmeofrGyA4xV0ZiV0rH8JPXWGU=')
})

test('V3 and V2 give the known signatures of a message webhook', () => {
  const webhook = {
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
    authToken: 'TEST_AUTH_TOKEN_0123456789',
    nonce: '12345678901234567890',
  } as const
  expect(signV3(webhook)).toBe('84+G1B1BILull2gCdcpMKXGpxestn2P2araKJDJxzgY=')
  expect(signV2(webhook)).toBe('RLiWKshuzCRUrAEc9yJQIt8BVpMe7qORgpa3byRPH/o=')
})

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/).filter((key) => !(key in {}))
const pairs = fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' })), { maxLength: 6 })
const byName = (all: readonly [string, string][]): Record<string, string[]> =>
  Object.fromEntries(
    all.map(([key]) => [key, all.filter((other) => other[0] === key).map(([, value]) => value)]),
  )

test("Plivo's own validators accept every signed webhook", () => {
  fc.assert(
    fc.property(fc.constantFrom('GET', 'POST'), pairs, pairs, fc.boolean(), (method, query, params, port) => {
      const search = new URLSearchParams(query).toString()
      const url = `https://inbox.example.com${port ? ':8443' : ''}/webhooks/in${search && `?${search}`}`
      const authToken = 'TEST_AUTH_TOKEN_0123456789'
      const headers = signatureHeaders({ method, url, params, authToken, v3: true })
      const of = (key: string): string => headers[`x-plivo-signature-${key}`] ?? ''
      expect(plivo.validateSignature(url, of('v2-nonce'), of('v2'), authToken)).toBe(true)
      expect(plivo.validateSignature(url, of('v2-nonce'), of('ma-v2'), authToken)).toBe(true)
      for (const v3 of [of('v3'), of('ma-v3')]) {
        expect(plivo.validateV3Signature(method, url, of('v3-nonce'), authToken, v3, byName(params))).toBe(
          true,
        )
      }
    }),
  )
})

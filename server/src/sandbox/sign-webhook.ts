import { createHmac, randomInt } from 'node:crypto'

/** Parameters in the order they are sent; a name may come twice. */
export type Pairs = readonly (readonly [name: string, value: string])[]

interface Signed {
  method: string
  /** The address as the receiver knows it; a query of its own is signed with V3. */
  url: string
  params: Pairs
  authToken: string
  nonce: string
}

const hmac = (authToken: string, text: string): string =>
  createHmac('sha256', authToken).update(text).digest('base64')

const byNameThenValue = (a: readonly [string, string], b: readonly [string, string]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0

const join = (pairs: Pairs, equals: string, between: string): string =>
  pairs
    .toSorted(byNameThenValue)
    .map(([name, value]) => `${name}${equals}${value}`)
    .join(between)

const split = (url: string): { base: string; query: Pairs } => {
  const at = url.indexOf('?')
  return at === -1
    ? { base: url, query: [] }
    : { base: url.slice(0, at), query: [...new URLSearchParams(url.slice(at + 1))] }
}

/** Plivo's V2 signature: over the address without its query, and the nonce. */
export const signV2 = ({ url, authToken, nonce }: Signed): string => hmac(authToken, split(url).base + nonce)

/** Plivo's V3 signature: over the address, its sorted query, the sorted body, and the nonce. */
export function signV3({ method, url, params, authToken, nonce }: Signed): string {
  const { base, query } = split(url)
  const inQuery = method === 'GET' ? [...query, ...params] : query
  const inBody = method === 'GET' ? [] : params
  const queryPart = join(inQuery, '=', '&')
  const signed =
    inBody.length === 0
      ? base + (queryPart && `?${queryPart}`)
      : `${base}?${queryPart && `${queryPart}.`}${join(inBody, '', '')}`
  return hmac(authToken, `${signed}.${nonce}`)
}

/** The signature headers of one webhook; the account is its own main account, so both signatures are alike. */
export function signatureHeaders(webhook: Omit<Signed, 'nonce'> & { v3: boolean }): Record<string, string> {
  const signed = { ...webhook, nonce: Array.from({ length: 20 }, () => randomInt(10)).join('') }
  const v2 = signV2(signed)
  const headers = {
    'x-plivo-signature-v2': v2,
    'x-plivo-signature-v2-nonce': signed.nonce,
    'x-plivo-signature-ma-v2': v2,
  }
  if (!webhook.v3) return headers
  const v3 = signV3(signed)
  return {
    ...headers,
    'x-plivo-signature-v3': v3,
    'x-plivo-signature-v3-nonce': signed.nonce,
    'x-plivo-signature-ma-v3': v3,
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type FormPair, formPairs } from './form-pairs.ts'

export interface SignedRequest {
  method: 'GET' | 'POST'
  /** Our own public URL with the path and query as received; never built from the Host header. */
  url: string
  /** The decoded form body; empty for GET, whose parameters are in `url`. */
  params: readonly FormPair[]
  /** Lower-case names, as Node gives them. */
  headers: IncomingHttpHeaders
  authToken: string
}

/**
 * Says by which of Plivo's signatures a request is authentic: V3 if it carries one, else V2; null if it is
 * not, or if anything needed is missing (fails closed). A sub-account's calls are also signed with the main
 * account's token (`-Ma-` headers): either counts, since both must match our token.
 * Source: Plivo's documentation of V2, its SDK for V3.
 */
export function verifyPlivoSignature(request: SignedRequest): 'V3' | 'V2' | null {
  const { headers, authToken } = request
  if (authToken === '') return null

  const v3 = signaturesIn(headers['x-plivo-signature-v3'], headers['x-plivo-signature-ma-v3'])
  const v3Nonce = headers['x-plivo-signature-v3-nonce']
  if (v3.length > 0 && typeof v3Nonce === 'string' && v3Nonce !== '') {
    return matchesAny(v3, authToken, `${v3Payload(request)}.${v3Nonce}`) ? 'V3' : null
  }

  const v2 = signaturesIn(headers['x-plivo-signature-v2'], headers['x-plivo-signature-ma-v2'])
  const v2Nonce = headers['x-plivo-signature-v2-nonce']
  if (v2.length > 0 && typeof v2Nonce === 'string' && v2Nonce !== '') {
    return matchesAny(v2, authToken, splitUrl(request.url).base + v2Nonce) ? 'V2' : null
  }
  return null
}

function v3Payload({ method, url, params }: SignedRequest): string {
  const { base, query } = splitUrl(url)
  const inQuery = query === '' ? [] : formPairs(query)
  if (method === 'GET' || params.length === 0) {
    const all = params.length === 0 ? inQuery : [...inQuery, ...params]
    return all.length === 0 ? base : `${base}?${joinSorted(all, '=', '&')}`
  }
  const body = joinSorted(params, '', '')
  return inQuery.length === 0 ? `${base}?${body}` : `${base}?${joinSorted(inQuery, '=', '&')}.${body}`
}

/** Keys in order, and the values of a repeated key in order among themselves. */
function joinSorted(pairs: readonly FormPair[], between: string, separator: string): string {
  return [...pairs]
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([key, value]) => key + between + value)
    .join(separator)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function splitUrl(url: string): { base: string; query: string } {
  const at = url.indexOf('?')
  return at === -1 ? { base: url, query: '' } : { base: url.slice(0, at), query: url.slice(at + 1) }
}

function signaturesIn(...headers: (string | string[] | undefined)[]): string[] {
  const found: string[] = []
  for (const header of headers) {
    if (header === undefined) continue
    for (const one of String(header).split(',')) {
      const signature = one.trim()
      if (signature !== '') found.push(signature)
    }
  }
  return found
}

function matchesAny(signatures: string[], authToken: string, payload: string): boolean {
  const expected = Buffer.from(createHmac('sha256', authToken).update(payload).digest('base64'))
  let matched = false
  for (const signature of signatures) {
    const given = Buffer.from(signature)
    if (given.length === expected.length && timingSafeEqual(given, expected)) matched = true
  }
  return matched
}

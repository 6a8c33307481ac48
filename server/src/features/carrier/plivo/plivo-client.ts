import { z } from 'zod'
import type { Carrier, OutgoingText, SendOutcome } from '../carrier.ts'
import { findSent } from './find-sent.ts'
import { createPlivoHttp, type HttpExchange } from './plivo-http.ts'

export interface PlivoOptions {
  authId: string
  authToken: string
  /** Base of the API, without its `/v1/Account/…` part. */
  apiUrl: string
  /** For one request, in milliseconds. */
  timeoutMs?: number
}

/** Plivo as the carrier, or any server that speaks its protocol. Throws if `apiUrl` is no URL. */
export function createPlivoCarrier({ timeoutMs = 8000, ...options }: PlivoOptions): Carrier {
  const http = createPlivoHttp({ ...options, timeoutMs })
  return {
    send: async (message) => classify(await http.post('Message/', requestOf(message)), message),
    findSent: (query) => findSent(http, query),
    close: () => http.close(),
  }
}

function requestOf({ from, to, text, mediaUrls, callbackUrl }: OutgoingText) {
  const isMms = mediaUrls.length > 0
  return {
    src: from,
    dst: to,
    type: isMms ? 'mms' : 'sms',
    ...((text !== '' || !isMms) && { text }),
    ...(isMms && { media_urls: mediaUrls }),
    url: callbackUrl,
    method: 'POST',
  }
}

const acceptance = z.object({
  message_uuid: z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]),
  invalid_number: z.array(z.unknown()).default([]),
})
const refusal = z.object({ error: z.string() })

/** Redirects that promise that nothing was done at the address asked; 303 would say that it was. */
const movedElsewhere = new Set([301, 302, 307, 308])
/** Refused for now: the same request may pass later. */
const passing = new Set([425, 429])

function classify(exchange: HttpExchange, message: OutgoingText): SendOutcome {
  if (!exchange.answered) {
    const { handedOver, detail } = exchange
    return handedOver
      ? { kind: 'unknown', detail }
      : { kind: 'refused', permanent: false, code: 'NOT_REACHED', detail }
  }
  const { status, retryAfterMs, body } = exchange
  if (status >= 200 && status < 300) return classifyAcceptance(status, body)
  if (movedElsewhere.has(status)) {
    return {
      kind: 'refused',
      permanent: true,
      code: 'REDIRECTED',
      detail: `HTTP ${status}: the API's address redirects`,
    }
  }
  // 408: whether a request that came in too slowly was acted on, the status does not say.
  if (status >= 400 && status < 500 && status !== 408) {
    const said = refusal.safeParse(body)
    const detail = `HTTP ${status}${said.success ? `: ${redacted(said.data.error, message.text)}` : ''}`
    return { kind: 'refused', permanent: !passing.has(status), code: `HTTP_${status}`, detail, retryAfterMs }
  }
  return { kind: 'unknown', detail: `HTTP ${status}` }
}

function classifyAcceptance(status: number, body: unknown): SendOutcome {
  const answer = acceptance.safeParse(body)
  const carrierMessageId = answer.data?.message_uuid[0]
  if (carrierMessageId) return { kind: 'accepted', carrierMessageId }
  if (answer.success && answer.data.invalid_number.length > 0) {
    return {
      kind: 'refused',
      permanent: true,
      code: 'INVALID_NUMBER',
      detail: 'the number is listed as invalid',
    }
  }
  return { kind: 'unknown', detail: `HTTP ${status} without a message id` }
}

/** Plivo's errors quote what they complain of. */
function redacted(error: string, text: string): string {
  const withoutText = text.trim() === '' ? error : error.replaceAll(text, '[text]')
  return withoutText.replace(/\+?\d[\d\s().-]{4,}\d/g, '[number]').slice(0, 200)
}

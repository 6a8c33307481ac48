import { Readable } from 'node:stream'
import { Agent, type Dispatcher, request } from 'undici'

export interface PlivoHttpOptions {
  authId: string
  authToken: string
  /** Base of the API, without its `/v1/Account/…` part. */
  apiUrl: string
  /** For one exchange from connecting to the last byte, in milliseconds. */
  timeoutMs: number
}

/** `handedOver` false: no byte of the request was given to a connection, so the server can't have acted on it. */
export type HttpExchange =
  | { answered: true; status: number; retryAfterMs?: number; body: unknown }
  | { answered: false; handedOver: boolean; detail: string }

export interface PlivoHttp {
  post(resource: string, body: object): Promise<HttpExchange>
  get(resource: string, query: Record<string, string>): Promise<HttpExchange>
  close(): Promise<void>
}

/** Plivo refuses above 100 requests at once. */
const connections = 50
const longestAnswer = 1_000_000

/**
 * HTTP to Plivo's REST API: no retries, no redirects followed, and every failure told apart by whether the
 * request had left. Why not by Plivo's SDK: docs/decisions/plivo-http.md.
 */
export function createPlivoHttp({ authId, authToken, apiUrl, timeoutMs }: PlivoHttpOptions): PlivoHttp {
  const account = new URL(`${apiUrl.replace(/\/+$/, '')}/v1/Account/${encodeURIComponent(authId)}/`)
  const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`
  const agent = new Agent({
    connections,
    allowH2: false,
    maxResponseSize: longestAnswer,
    connect: { timeout: timeoutMs },
  })

  async function exchange(url: URL, method: 'GET' | 'POST', json?: string): Promise<HttpExchange> {
    let handedOver = false
    // undici pulls the body once a connection stands and the request's turn has come, not before.
    async function* body() {
      handedOver = true
      yield Buffer.from(json ?? '')
    }
    const headers: Record<string, string> = { authorization, accept: 'application/json' }
    if (json !== undefined) {
      headers['content-type'] = 'application/json'
      headers['content-length'] = String(Buffer.byteLength(json))
    }
    try {
      const response = await request(url, {
        method,
        headers,
        body: json === undefined ? null : Readable.from(body()),
        dispatcher: agent,
        signal: AbortSignal.timeout(timeoutMs),
      })
      const status = response.statusCode
      return { answered: true, status, retryAfterMs: retryAfter(response), body: await readJson(response) }
    } catch (error) {
      return { answered: false, handedOver, detail: nameOf(error) }
    }
  }

  return {
    post: (resource, body) => exchange(new URL(resource, account), 'POST', JSON.stringify(body)),
    get: (resource, query) => exchange(new URL(`${resource}?${new URLSearchParams(query)}`, account), 'GET'),
    close: () => agent.close(),
  }
}

/** The body as JSON; undefined if it is none, or if it broke off: the status line stands either way. */
async function readJson(response: Dispatcher.ResponseData): Promise<unknown> {
  try {
    return JSON.parse(await response.body.text())
  } catch {
    return undefined
  }
}

/** `Retry-After` in its two forms, seconds and a date. */
function retryAfter({ headers }: Dispatcher.ResponseData): number | undefined {
  const value = String(headers['retry-after'] ?? '')
  const ms = /^\d{1,6}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** The code alone: an error's message may hold what was sent. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

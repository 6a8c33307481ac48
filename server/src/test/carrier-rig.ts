import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import plivo from 'plivo'
import { createLogger } from '../platform/log.ts'
import type { SandboxCarrierOptions } from '../sandbox/sandbox.plugin.ts'
import { type SandboxServer, startSandboxServer } from '../sandbox/sandbox-server.ts'
import { createEmptyDatabase } from './database.ts'

export const authId = 'MASANDBOX00000000000'
export const authToken = 'TEST_AUTH_TOKEN_0123456789'
export const business = '+15550001000'
export const phone = '+12125550142'

/** A webhook as it came in. */
export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  params: Record<string, string>
}

/** Something that takes the carrier's webhooks: it keeps them, and answers what it is told to. */
export async function startReceiver() {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  let answer = (_webhook: Received): number => 200
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver')
    const form = request.method === 'POST' ? new URLSearchParams(await text(request)) : url.searchParams
    const webhook: Received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      params: Object.fromEntries(form),
    }
    response.statusCode = answer(webhook)
    response.end()
    received.push(webhook)
    for (const look of waiting) look()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith(next: (webhook: Received) => number) {
      answer = next
    },
    /** Resolves once `count` webhooks that match have come; what is still missing shows as the test's time-out. */
    take(count: number, matches: (webhook: Received) => boolean = () => true): Promise<Received[]> {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = received.filter(matches)
          if (found.length < count) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** A carrier with a database and a receiver of its own, Plivo's own SDK as its client, and no delays. */
export async function startCarrierRig(overrides: Partial<SandboxCarrierOptions> = {}) {
  const database = await createEmptyDatabase()
  const receiver = await startReceiver()
  const start = (): Promise<SandboxServer> =>
    startSandboxServer({
      port: 0,
      databaseUrl: database.url,
      authId,
      authToken,
      webhookBaseUrl: receiver.url,
      signatureBaseUrl: 'https://inbox.example.com',
      logger: createLogger('error'),
      numbers: [{ number: business, name: 'Acme Outfitters' }],
      ...overrides,
    })
  let carrier = await start()
  const api = async <T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const response = await fetch(`${carrier.url}/sandbox/api${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    return { status: response.status, body: (await response.json()) as T }
  }
  return {
    database,
    receiver,
    api,
    get url() {
      return carrier.url
    },
    get plivoUrl() {
      return carrier.plivoUrl
    },
    client: (token = authToken) =>
      new plivo.Client(authId, token, { url: `${carrier.plivoUrl}/v1/Account/${authId}`, timeout: 1_000 }),
    /** Good mood but for `mischief`, without delays. */
    mischief: (mischief: object = {}) =>
      api('PUT', '/mischief', { callbackDelayMs: { min: 0, max: 0 }, ...mischief }),
    stopCarrier: () => carrier.close(),
    async startCarrier() {
      carrier = await start()
    },
    async close() {
      await carrier.close()
      await receiver.close()
      await database.drop()
    },
  }
}

export type CarrierRig = Awaited<ReturnType<typeof startCarrierRig>>

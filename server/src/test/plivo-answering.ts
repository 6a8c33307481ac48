import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as TcpServer } from 'node:net'
import { afterEach } from 'vitest'
import type { Carrier, OutgoingText } from '../features/carrier/carrier.ts'
import { createPlivoCarrier } from '../features/carrier/plivo/plivo-client.ts'

export const authId = 'MAXXXXXXXXXXXXXXXXXX'
export const authToken = 'TEST_AUTH_TOKEN'
export const text: OutgoingText = {
  from: '+15550001000',
  to: '+14155550100',
  text: 'Your order 4711 is on its way 🚚',
  mediaUrls: [],
  callbackUrl: 'https://inbox.example.com/webhooks/plivo/status/msg_1',
}

interface Seen {
  method?: string
  url?: string
  authorization?: string
  body: string
}
export type Answer = (response: ServerResponse, request: IncomingMessage) => void

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

export function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

export async function sendTo(answer: Answer) {
  const { carrier } = await plivoAnswering(answer)
  return carrier.send(text)
}

export function carrierOf(options: { apiUrl: string; timeoutMs?: number }): Carrier {
  const carrier = createPlivoCarrier({ authId, authToken, ...options })
  opened.push(() => carrier.close())
  return carrier
}

/** A server on loopback that answers every request so, what it saw, and a carrier that talks to it. */
export async function plivoAnswering(answer: Answer) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    seen.push({
      method: request.method,
      url: request.url,
      authorization: request.headers.authorization,
      body,
    })
    answer(response, request)
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  return { seen, url, server, carrier: carrierOf({ apiUrl: url }), close: () => stop(server) }
}

export async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(() => stop(server))
  return (server.address() as AddressInfo).port
}

async function stop(server: Server | TcpServer): Promise<void> {
  if (!server.listening) return
  const closed = new Promise((resolve) => server.close(resolve))
  if ('closeAllConnections' in server) server.closeAllConnections()
  await closed
}

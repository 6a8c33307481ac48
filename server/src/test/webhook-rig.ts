import fastify from 'fastify'
import { Agent, fetch } from 'undici'
import { carrierWebhooks } from '../features/carrier/webhooks.ts'
import type { Database } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { signatureHeaders } from '../sandbox/sign-webhook.ts'
import { silent } from './build.ts'
import { nobodyHears, ownCommits } from './own-commits.ts'

export const publicUrl = 'https://inbox.example.com'
export const authToken = 'TEST_AUTH_TOKEN_0123456789'
const INBOUND = '/webhooks/plivo/inbound'

/** The carrier's webhooks over real HTTP, behind a public URL that is not the one that they listen on. */
export interface WebhookRig {
  /** Where it really listens. */
  url: string
  /** Calls as Plivo does; `path` may carry a query of its own. */
  call(
    params: Record<string, string>,
    how?: { method?: 'GET' | 'POST'; path?: string; v3?: boolean; token?: string },
  ): Promise<{ status: number; body: string; retryAfter: string | null }>
  /** Posts anything at all to the inbound route. */
  post(contentType: string, body: string): Promise<number>
  close(): Promise<void>
}

export const startWebhooks = async (db: Database): Promise<WebhookRig> => {
  const app = fastify()
  await app.register(carrierWebhooks, {
    db,
    log: silent,
    wakeUps: ownCommits(db),
    live: nobodyHears,
    publicUrl,
    authToken,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const dispatcher = new Agent({ connections: 50 })
  return {
    url,
    call: async (params, { method = 'POST', path = INBOUND, v3 = true, token = authToken } = {}) => {
      const pairs = Object.entries(params)
      const form = new URLSearchParams(params).toString()
      const headers = signatureHeaders({ method, url: publicUrl + path, params: pairs, authToken: token, v3 })
      const response =
        method === 'GET'
          ? await fetch(`${url}${path}?${form}`, { headers, dispatcher })
          : await fetch(url + path, {
              method,
              headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
              body: form,
              dispatcher,
            })
      return {
        status: response.status,
        body: await response.text(),
        retryAfter: response.headers.get('retry-after'),
      }
    },
    post: async (contentType, body) => {
      const headers = { 'content-type': contentType }
      const response = await fetch(url + INBOUND, { method: 'POST', headers, body, dispatcher })
      await response.text()
      return response.status
    },
    close: async () => {
      await app.close()
      await dispatcher.close()
    },
  }
}

/** The parameters of an inbound text, in Plivo's words: numbers without their plus. */
export const inboundParams = (
  to: string,
  from: string,
  text: string,
  more: Record<string, string> = {},
): Record<string, string> => ({
  MessageUUID: newId(),
  From: from.slice(1),
  To: to.slice(1),
  Text: text,
  Type: 'sms',
  Units: '1',
  TotalRate: '0.00550',
  TotalAmount: '0.00550',
  ...more,
})

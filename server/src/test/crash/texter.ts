import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { signatureHeaders } from '../../sandbox/sign-webhook.ts'
import { business } from './account.ts'
import { authToken } from './workshop.ts'

/** A text that somebody sends. */
export interface Text {
  from: string
  text: string
  uuid: string
}

export const newText = (from: string, text: string): Text => ({ from, text, uuid: randomUUID() })

/** The carrier's side of inbound texts, over this many connections. */
export const openTexter = (port: number, connections: number) => {
  const agent = new Agent({ connections })
  const path = '/webhooks/plivo/inbound'
  /** Calls the signed webhook once; gives the status. Rejects when there was no answer. */
  const send = async ({ from, text, uuid }: Text): Promise<number> => {
    const params: [string, string][] = [
      ['MessageUUID', uuid],
      ['From', from.slice(1)],
      ['To', business.slice(1)],
      ['Text', text],
      ['Type', 'sms'],
      ['Units', '1'],
    ]
    const url = `http://localhost:${port}${path}`
    const response = await request(`http://127.0.0.1:${port}${path}`, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        ...signatureHeaders({ method: 'POST', url, params, authToken, v3: true }),
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      body: new URLSearchParams(params).toString(),
      // Plivo's patience.
      signal: AbortSignal.timeout(8_000),
    })
    await response.body.dump()
    return response.statusCode
  }
  return {
    send,
    /** Calls again what was not answered 2xx, as Plivo does. */
    sendUntilTaken: async (
      text: Text,
      mayTry: () => Promise<void> = async () => undefined,
    ): Promise<void> => {
      for (;;) {
        await mayTry()
        const status = await send(text).catch(() => 0)
        if (status >= 200 && status < 300) return
        if (status === 400 || status === 403) throw new Error(`a text was refused: ${status}`)
        await delay(20)
      }
    },
    close: () => agent.close(),
  }
}

import { createHmac, randomUUID } from 'node:crypto'
import { authToken } from '../contestants/parley.ts'
import { businessNumber } from '../database.ts'

/** An inbound text as the carrier posts it. */
export interface SignedWebhook {
  body: string
  headers: Record<string, string>
}

export const inboundPath = '/webhooks/plivo/inbound'

/** A form as Plivo sends it, with its V3 signature for the address that it goes to. */
export const signedWebhook = (url: string, from: string, text: string): SignedWebhook => {
  const params = {
    From: from.slice(1),
    MessageUUID: randomUUID(),
    Text: text,
    To: businessNumber.slice(1),
    TotalAmount: '0.00550',
    TotalRate: '0.00550',
    Type: 'sms',
    Units: '1',
  }
  const nonce = String(Math.random()).slice(2)
  const signed = `${url}${inboundPath}?${Object.entries(params).flat().join('')}.${nonce}`
  return {
    body: new URLSearchParams(params).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-plivo-signature-v3': createHmac('sha256', authToken).update(signed).digest('base64'),
      'x-plivo-signature-v3-nonce': nonce,
    },
  }
}

/** A customer that `generateConversations` made. */
export const customer = (number: number): string => `+1${5_551_000_000 + number}`

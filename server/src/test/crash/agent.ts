import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { askOnce, withKey } from './api.ts'

/** A reply that the server acknowledged. */
export interface Acknowledged {
  messageId: string
  to: string
  text: string
}

const SEND = `mutation Send($input: SendReplyInput!) {
  sendReply(input: $input) { message { id } userErrors { code } }
}`

interface Sent {
  sendReply: { message: { id: string } | null; userErrors: { code: string }[] }
}

/** An agent's client sends a reply again under its key until it is acknowledged (R22). */
export const replyUntilAcknowledged = async (
  { port, key, isUp = async () => undefined }: { port: number; key: string; isUp?: () => Promise<void> },
  conversationId: string,
  to: string,
  text: string,
): Promise<Acknowledged> => {
  // Whatever the hour where the person is: the test is about crashes.
  const overrideWarnings = ['QUIET_HOURS']
  const input = { conversationId, text, overrideWarnings, idempotencyKey: randomUUID() }
  for (;;) {
    await isUp()
    const answer = await askOnce<Sent>(port, withKey(key), SEND, { input }).catch(() => undefined)
    const sent = answer?.data?.sendReply
    if (sent?.message) return { messageId: sent.message.id, to, text }
    if (sent) throw new Error(`a reply was refused: ${sent.userErrors.map(({ code }) => code).join()}`)
    if (answer && answer.status < 500 && answer.errors?.[0]?.extensions?.code !== 'INTERNAL_SERVER_ERROR')
      throw new Error(`a reply failed: ${JSON.stringify(answer.errors)}`)
    await delay(20)
  }
}

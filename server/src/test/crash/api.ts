/** The answer to a GraphQL request. */
export interface Answer<Data> {
  status: number
  data?: Data | null
  errors?: { message: string; extensions?: { code?: string } }[]
}

/** Asks as an integrator does; rejects only if there was no answer. */
export const askOnce = async <Data>(
  port: number,
  headers: Record<string, string>,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer<Data>> => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(10_000),
  })
  return { status: response.status, ...((await response.json()) as object) }
}

export const withKey = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` })

/** Asks and expects data. */
export const ask = async <Data>(...args: Parameters<typeof askOnce>): Promise<Data> => {
  const { status, data, errors } = await askOnce<Data>(...args)
  if (errors || !data) throw new Error(`HTTP ${status}: ${JSON.stringify(errors)}`)
  return data
}

export interface ThreadMessage {
  id: string
  direction: 'INBOUND' | 'OUTBOUND'
  kind: string
  text: string
  status: string
}

const THREAD = `query Thread($phone: PhoneNumber!, $before: String) {
  profile(phoneNumber: $phone) { conversation { id messages(last: 50, before: $before) {
    pageInfo { hasPreviousPage startCursor }
    nodes { id direction kind text status }
  } } }
}`

interface ThreadPage {
  profile: {
    conversation: {
      id: string
      messages: {
        pageInfo: { hasPreviousPage: boolean; startCursor: string }
        nodes: ThreadMessage[]
      }
    } | null
  } | null
}

/** A person's whole thread as the API pages it, oldest first; null where there is no conversation. */
export const readThread = async (
  port: number,
  key: string,
  phone: string,
): Promise<{ conversationId: string; messages: ThreadMessage[] } | null> => {
  const messages: ThreadMessage[] = []
  let before: string | undefined
  for (;;) {
    const { profile } = await ask<ThreadPage>(port, withKey(key), THREAD, { phone, before })
    const conversation = profile?.conversation
    if (!conversation) return null
    messages.unshift(...conversation.messages.nodes)
    const { hasPreviousPage, startCursor } = conversation.messages.pageInfo
    if (!hasPreviousPage) return { conversationId: conversation.id, messages }
    before = startCursor
  }
}

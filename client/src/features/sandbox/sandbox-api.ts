/** The sandbox's JSON API; docs/sandbox.md describes it. */

/** A text on the simulated carrier, as it stands on a phone. */
export type PhoneMessage = {
  uuid: string
  seq: number
  phone: string
  business: string
  direction: 'FROM_PHONE' | 'TO_PHONE'
  text: string
  media: { url: string; contentType: string | null }[]
  state: 'received' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed'
  errorCode: string | null
  byCarrier: boolean
  at: string
}

/** A simulated phone. */
export type Phone = { number: string; name: string | null; lastMessage: PhoneMessage | null }
/** A number of a business that phones can text. */
export type BusinessNumber = { number: string; name: string | null }
/** A mail that was sent while there is no mail server. */
export type Mail = { id: number; at: string; to: string[]; subject: string; text: string }
/** What the next sends meet. */
export type NextSends = { outcome: string; status?: number | null; times?: number | null }

/** How the carrier behaves, as far as the page can set it. */
export type Mischief = {
  callbackDelayMs: { min: number; max: number }
  duplicateEvery: number
  loseEvery: number
  reorder: boolean
  finalState: 'delivered' | 'undelivered' | 'failed' | 'sent'
  errorCode: string | null
  nextSends: NextSends
  carrierStop: boolean
}

const root = '/sandbox/api'

const request = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
  const response = await fetch(root + path, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer as T
  const told = typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : ''
  throw new Error(told || response.statusText)
}

const threadOf = (number: string) => `/phones/${encodeURIComponent(number)}/messages`

/** The calls of the page. Each rejects with the sandbox's own words when it refuses. */
export const sandboxApi = {
  phones: async () => (await request<{ phones: Phone[] }>('/phones')).phones,
  addPhone: (number: string, name: string) =>
    request<Phone>('/phones', 'POST', { number, name: name || undefined }),
  numbers: async () => (await request<{ numbers: BusinessNumber[] }>('/numbers')).numbers,
  messages: async (number: string) =>
    (await request<{ messages: PhoneMessage[] }>(threadOf(number))).messages,
  text: (number: string, to: string, text: string) =>
    request<{ messageUuid: string }>(threadOf(number), 'POST', { to, text }),
  mischief: () => request<Mischief>('/mischief'),
  setMischief: (mischief: Partial<Mischief>) => request<Mischief>('/mischief', 'PUT', mischief),
  mails: async () => (await request<{ mails: Mail[] }>('/mails')).mails,
}

/** What {@link listen} tells. */
export type SandboxListener = {
  /** At first, and whenever changes may have been missed. */
  onReady: () => void
  onMessage: (message: PhoneMessage) => void
  onMail: () => void
}

/** Hears of every change in the sandbox until the returned function is called. */
export const listen = ({ onReady, onMessage, onMail }: SandboxListener): (() => void) => {
  const source = new EventSource(`${root}/events`)
  source.addEventListener('ready', onReady)
  source.addEventListener('message', (event) => onMessage(JSON.parse(event.data)))
  source.addEventListener('mail', onMail)
  return () => source.close()
}

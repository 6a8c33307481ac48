import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

/** What a subscriber heard: the log's events, and READY or RESYNC between them. */
export interface Heard {
  cursor: string
  kind: string
  unreadCount: number
  message: { id: string; text: string } | null
}

export interface SubscriberOptions {
  port: number
  /** Of the connection's initialisation: an API key. */
  authorization?: string
  /** A session's. */
  cookie?: string
  /** Asked before it connects again; never resolving ends it. */
  mayConnect?: () => Promise<void>
}

/** The close of a socket, as its client sees it. */
export interface Closed {
  code: number
  reason: string
}

const CHANGES = `subscription ($after: String) {
  inboxChanged(after: $after) { cursor kind unreadCount message { id text } }
}`

/**
 * An agent's or integrator's client: it hears the inbox, and after each loss of its connection goes on from the last
 * cursor that it heard.
 */
export const openSubscriber = ({ port, authorization, cookie, mayConnect }: SubscriberOptions) => {
  const heard: Heard[] = []
  const closes: Closed[] = []
  const waiting = new Set<() => void>()
  const stopped = Promise.withResolvers<void>()
  let isStopped = false
  const look = (): void => {
    for (const one of waiting) one()
  }
  class CookieSocket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers: { ...(cookie && { cookie }) } })
    }
  }
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: CookieSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
    on: {
      closed: (event) => {
        const { code, reason } = event as Closed
        closes.push({ code, reason })
        look()
      },
    },
  })
  const listen = async (): Promise<void> => {
    const variables = { after: heard.at(-1)?.cursor }
    for await (const { data, errors } of client.iterate<{ inboxChanged: Heard }>({
      query: CHANGES,
      variables,
    })) {
      if (errors) throw errors[0]
      if (data) heard.push(data.inboxChanged)
      look()
    }
  }
  const run = async (): Promise<void> => {
    while (!isStopped) {
      await Promise.race([mayConnect?.(), stopped.promise])
      if (isStopped) return
      // A lost connection rejects; so does one that was not taken.
      await listen().catch(() => undefined)
    }
  }
  const running = run()
  const until = <Found>(find: () => Found | undefined | false): Promise<Found> =>
    new Promise((resolve) => {
      const one = (): void => {
        const found = find()
        if (found === undefined || found === false) return
        waiting.delete(one)
        resolve(found)
      }
      waiting.add(one)
      one()
    })
  return {
    heard,
    closes,
    /** The log's events, without what is said about the connection. */
    events: () => heard.filter(({ kind }) => kind !== 'READY' && kind !== 'RESYNC'),
    /** Resolves once it has heard such a one, from the `from`-th on. */
    hears: (matches: (one: Heard) => boolean, from = 0) => until(() => heard.slice(from).find(matches)),
    /** Resolves with its n-th loss of a connection. */
    isClosed: (nth = 1) => until(() => closes[nth - 1]),
    close: async () => {
      isStopped = true
      stopped.resolve()
      await client.dispose()
      await running
    },
  }
}

export type Subscriber = ReturnType<typeof openSubscriber>

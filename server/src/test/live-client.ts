import type { GraphQLFormattedError } from 'graphql'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

/** A result as it came over the socket. */
export interface Pushed {
  data?: Record<string, unknown> | null
  errors?: readonly GraphQLFormattedError[]
}

/** One subscription of a client: what it heard, and how it ended. */
export interface Listening {
  heard: Pushed[]
  /** Errors that refused it, or the event of its socket's close. */
  failure: unknown
  isComplete: boolean
  /** Resolves once `find` gives something; looks at each event and at the end. */
  until<Found>(find: (listening: Listening) => Found | undefined | false): Promise<Found>
  stop(): void
}

/** What an entry of the inbox's log looks like to the tests. */
export interface Change {
  cursor: string
  kind: string
  unreadCount: number
  conversation?: { id: string } | null
  message?: { id: string; text: string } | null
}

export const CHANGES = `subscription ($after: String) {
  inboxChanged(after: $after) { cursor kind unreadCount conversation { id } message { id text } }
}`

export const changesOf = ({ heard }: Pick<Listening, 'heard'>): Change[] =>
  heard.flatMap(({ data }) => (data?.inboxChanged ? [data.inboxChanged as Change] : []))

/** Resolves with the first change of this kind. */
export const hears = (listening: Listening, kind: string): Promise<Change> =>
  listening.until((now) => changesOf(now).find((change) => change.kind === kind))

/** Resolves once a change with this cursor was heard. */
export const reaches = (listening: Listening, cursor: number): Promise<Change> =>
  listening.until((now) => changesOf(now).find((change) => Number(change.cursor) >= cursor))

/** A client of the socket that doesn't connect again by itself. */
export const openLiveClient = (url: string, authorization?: string, headers: Record<string, string> = {}) => {
  class HeaderSocket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers })
    }
  }
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: HeaderSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
  })
  const listen = (query: string, variables: Record<string, unknown> = {}): Listening => {
    const lookers = new Set<() => void>()
    const look = (): void => {
      for (const looker of lookers) looker()
    }
    const listening: Listening = {
      heard: [],
      failure: undefined,
      isComplete: false,
      until: (find) =>
        new Promise((resolve) => {
          const looker = (): void => {
            const found = find(listening)
            if (found === undefined || found === false) return
            lookers.delete(looker)
            resolve(found)
          }
          lookers.add(looker)
          looker()
        }),
      stop: () => stop(),
    }
    const stop = client.subscribe<Record<string, unknown>>(
      { query, variables },
      {
        next: (pushed) => {
          listening.heard.push(pushed)
          look()
        },
        error: (error) => {
          listening.failure = error
          look()
        },
        complete: () => {
          listening.isComplete = true
          look()
        },
      },
    )
    return listening
  }
  return { listen, close: () => client.dispose() }
}

/** The codes that an operation was refused with. */
export const refusal = (listening: Listening): Promise<unknown[]> =>
  listening.until(
    ({ failure }) =>
      Array.isArray(failure) && failure.map((error: GraphQLFormattedError) => error.extensions?.code),
  )

/** The code that the socket was closed with. */
export const closeCode = (listening: Listening): Promise<number> =>
  listening.until(
    ({ failure }) =>
      typeof failure === 'object' && failure !== null && 'code' in failure && Number(failure.code),
  )

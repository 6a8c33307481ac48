import { type Client, createClient } from 'graphql-ws'

/** A silent connection is asked after this long, in milliseconds … */
const askAfter = 4_000
/** … and given up when it hasn't answered for this long. */
const giveUpAfter = 3_000

const wait = (milliseconds: number, sooner: EventTarget): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      sooner.removeEventListener('online', done)
      sooner.removeEventListener('parley:try-now', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    sooner.addEventListener('online', done)
    sooner.addEventListener('parley:try-now', done)
  })

/** Ends a wait for the next attempt to connect. */
export const tryNow = (): boolean => window.dispatchEvent(new Event('parley:try-now'))

/** Half a second at first, doubling to ten, spread so that a restarted server isn't hit by everyone at once. */
export const retryDelay = (attempt: number): number =>
  Math.min(10_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2)

/** Waits before the next attempt; shorter if the network comes back or the agent asks. */
export const waitToRetry = (attempt: number): Promise<void> => wait(retryDelay(attempt), window)

/** Hears when the socket opens, and when it is lost. */
export type ConnectionListener = { connected: () => void; lost: () => void }

/**
 * The WebSocket to the server: reconnects for ever, and notices a connection that died without saying so. Errors that
 * retrying can't mend, such as a session that has ended, reach the subscriber.
 */
export const connect = (listener: ConnectionListener): Client => {
  let giveUp: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    keepAlive: askAfter,
    connectionAckWaitTimeout: 8_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: waitToRetry,
    on: {
      connected: listener.connected,
      closed: () => {
        clearTimeout(giveUp)
        listener.lost()
      },
      ping: (received) => {
        if (!received) giveUp = setTimeout(() => client.terminate(), giveUpAfter)
      },
      pong: (received) => {
        if (received) clearTimeout(giveUp)
      },
    },
  })
  return client
}

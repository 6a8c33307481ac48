import { Client, fetchExchange, mapExchange, subscriptionExchange } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { inboxCache } from './cache/inbox-cache.ts'
import { connect, waitToRetry } from './live/connection.ts'
import { keepOrder } from './live/keep-order.ts'
import { createLiveFeed } from './live/live-feed.ts'
import { liveState } from './live/live-status.ts'

/**
 * The client of one signed-in visit: cache, order keeper, HTTP for queries and mutations, one WebSocket for the feed.
 * `onRefused` is called when the server no longer takes the session.
 */
export const createInboxClient = (onRefused: () => void): Client => {
  liveState.set('connecting')
  const socket = connect({ connected: () => feed.connected(), lost: () => feed.lost() })
  const feed = createLiveFeed({
    socket,
    onState: liveState.set,
    onRefused,
    onStuck: () => socket.terminate(),
    waitToRetry,
  })
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      mapExchange({
        onError: (error) => {
          if (error.graphQLErrors.some((each) => each.extensions.code === 'UNAUTHENTICATED')) onRefused()
        },
      }),
      cacheExchange(inboxCache()),
      keepOrder,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query }) => ({
          subscribe: (sink) => {
            const stop = feed.subscribe(query ?? '', sink)
            // A browser that says it is offline is right; waiting for the ping would show a stale screen as live.
            window.addEventListener('offline', socket.terminate)
            const unsubscribe = () => {
              window.removeEventListener('offline', socket.terminate)
              stop()
            }
            return { unsubscribe }
          },
        }),
      }),
    ],
  })
}

import type { ExecutionResult } from '@urql/core'
import type { Client as SocketClient } from 'graphql-ws'
import type { InboxLiveSubscription } from '../../graphql/generated/graphql.ts'
import type { LiveState } from './live-status.ts'

/** One pushed result of the subscription. */
export type LiveResult = Pick<ExecutionResult, 'errors'> & { data?: InboxLiveSubscription | null }
/** Where results go. */
export type LiveSink = { next: (result: LiveResult) => void; error: (error: unknown) => void }

/** How the feed is run; see {@link createLiveFeed}. */
export type LiveFeedOptions = {
  socket: Pick<SocketClient, 'subscribe'>
  onState: (state: LiveState) => void
  onRefused: () => void
  waitToRetry: (attempt: number) => Promise<void>
}

/** The feed: subscribing starts it; `connected` and `lost` tell it of the socket. */
export type LiveFeed = {
  subscribe: (query: string, sink: LiveSink) => () => void
  connected: () => void
  lost: () => void
}

/** A longer absence is quicker made up by fetching what is on screen than by replaying all of it. */
const replayLimit = 300

const isRefusal = (error: unknown): boolean => {
  if (Array.isArray(error)) {
    return error.some((item) => ['UNAUTHENTICATED', 'FORBIDDEN'].includes(item?.extensions?.code))
  }
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    [4401, 4403].includes(Number(error.code))
  )
}

/**
 * Turns the socket's subscription into one unbroken feed: after a loss it asks for what came after the last change it
 * handed on, holds the replay back until the server says READY, and hands it on in one go. A replay over the limit,
 * like a cursor too old for the server, becomes RESYNC: fetch again (R40).
 */
export const createLiveFeed = (options: LiveFeedOptions): LiveFeed => {
  let cursor: string | undefined
  let current = false
  let replay: LiveResult[] = []
  let missed = 0

  const startOver = () => {
    current = false
    replay = []
    missed = 0
  }

  const take = (result: LiveResult, sink: LiveSink) => {
    const change = result.data?.inboxChanged
    if (!change || current) {
      cursor = change?.cursor ?? cursor
      sink.next(result)
    } else if (change.kind === 'READY' || change.kind === 'RESYNC') {
      const tooMuch = missed > replayLimit
      const last: LiveResult = tooMuch ? { data: { inboxChanged: { ...change, kind: 'RESYNC' } } } : result
      const results = tooMuch || change.kind === 'RESYNC' ? [last] : [...replay, last]
      startOver()
      current = true
      cursor = change.cursor
      for (const each of results) sink.next(each)
      options.onState('live')
    } else {
      missed += 1
      if (missed <= replayLimit) replay.push(result)
    }
  }

  const subscribe = (query: string, sink: LiveSink) => {
    let stopped = false
    let attempt = 0
    let stop = () => {}
    const again = async (error?: unknown) => {
      if (stopped) return
      startOver()
      options.onState('lost')
      if (isRefusal(error)) options.onRefused()
      await options.waitToRetry(attempt++)
      if (!stopped) start()
    }
    const start = () => {
      // A getter, because the socket sends these variables again after every reconnect by itself.
      const variables = {
        get after() {
          return cursor
        },
      }
      stop = options.socket.subscribe<InboxLiveSubscription>(
        { query, variables },
        {
          next: (result) => {
            attempt = 0
            take({ data: result.data, errors: result.errors && [...result.errors] }, sink)
          },
          error: again,
          complete: () => again(),
        },
      )
    }
    start()
    return () => {
      stopped = true
      stop()
    }
  }

  return {
    subscribe,
    connected: () => options.onState(cursor === undefined ? 'connecting' : 'catching-up'),
    lost: () => {
      startOver()
      options.onState('lost')
    },
  }
}

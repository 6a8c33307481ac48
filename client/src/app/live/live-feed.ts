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
  /** Called when a connected server stays silent about where the log stands: connect anew. */
  onStuck: () => void
  waitToRetry: (attempt: number) => Promise<void>
}

/** The feed: subscribing starts it; `connected` and `lost` tell it of the socket. */
export type LiveFeed = {
  subscribe: (query: string, sink: LiveSink) => () => void
  connected: () => void
  lost: () => void
}

/** How long a connected server may leave the feed without a word before READY, in milliseconds. */
const patience = 10_000

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

/** The place in the log, and what is held back until the server says that all of it is there. */
const createReplay = (onCurrent: () => void) => {
  let cursor: string | undefined
  let current = false
  let held: LiveResult[] = []
  let missed = 0

  const startOver = () => {
    current = false
    held = []
    missed = 0
  }

  /** What may be handed on now that this came. */
  const take = (result: LiveResult): LiveResult[] => {
    const change = result.data?.inboxChanged
    if (!change) return [result]
    if (current) {
      cursor = change.cursor
      return [result]
    }
    if (change.kind !== 'READY' && change.kind !== 'RESYNC') {
      missed += 1
      if (missed <= replayLimit) held.push(result)
      return []
    }
    const resync: LiveResult = { data: { inboxChanged: { ...change, kind: 'RESYNC' } } }
    const results = missed > replayLimit || change.kind === 'RESYNC' ? [resync] : [...held, result]
    startOver()
    current = true
    cursor = change.cursor
    onCurrent()
    return results
  }

  return { take, startOver, cursor: () => cursor, isCurrent: () => current }
}

/**
 * Turns the socket's subscription into one unbroken feed: after a loss it asks for what came after the last change it
 * handed on, holds the replay back until the server says READY, and hands it on in one go. A replay over the limit,
 * like a cursor too old for the server, becomes RESYNC: fetch again (R40).
 */
export const createLiveFeed = (options: LiveFeedOptions): LiveFeed => {
  const replay = createReplay(() => options.onState('live'))
  let silence: ReturnType<typeof setTimeout> | undefined
  const watchSilence = () => {
    clearTimeout(silence)
    if (!replay.isCurrent()) silence = setTimeout(options.onStuck, patience)
  }
  const lose = () => {
    clearTimeout(silence)
    replay.startOver()
    options.onState('lost')
  }

  const subscribe = (query: string, sink: LiveSink) => {
    let stopped = false
    let attempt = 0
    let stop = () => {}
    const again = async (error?: unknown) => {
      if (stopped) return
      lose()
      if (isRefusal(error)) options.onRefused()
      await options.waitToRetry(attempt++)
      if (!stopped) start()
    }
    const next = (result: LiveResult) => {
      attempt = 0
      for (const each of replay.take(result)) sink.next(each)
      watchSilence()
    }
    const start = () => {
      // A getter, because the socket sends these variables again after every reconnect by itself.
      const variables = {
        get after() {
          return replay.cursor()
        },
      }
      stop = options.socket.subscribe<InboxLiveSubscription>(
        { query, variables },
        {
          next: ({ data, errors }) => next({ data, errors: errors && [...errors] }),
          error: again,
          complete: () => again(),
        },
      )
    }
    start()
    return () => {
      stopped = true
      clearTimeout(silence)
      stop()
    }
  }

  return {
    subscribe,
    connected: () => {
      options.onState(replay.cursor() === undefined ? 'connecting' : 'catching-up')
      watchSilence()
    },
    lost: lose,
  }
}

import type { Sink, Client as SocketClient } from 'graphql-ws'
import { describe, expect, it, vi } from 'vitest'
import type { InboxChangeKind } from '../../graphql/generated/graphql.ts'
import { createLiveFeed, type LiveResult } from './live-feed.ts'
import type { LiveState } from './live-status.ts'

type Subscribed = { after: unknown; sink: Sink }

/** The feed over a socket that the test plays. */
const setUp = () => {
  const subscribed: Subscribed[] = []
  const states: LiveState[] = []
  const got: string[] = []
  const errors: unknown[] = []
  const refused = vi.fn()
  const stuck = vi.fn()
  const retries: (() => void)[] = []
  const socket: Pick<SocketClient, 'subscribe'> = {
    subscribe: (payload, sink) => {
      subscribed.push({ after: JSON.parse(JSON.stringify(payload.variables)).after, sink: sink as Sink })
      return () => {}
    },
  }
  const feed = createLiveFeed({
    socket,
    onState: (state) => states.push(state),
    onRefused: refused,
    onStuck: stuck,
    waitToRetry: () => new Promise((resolve) => retries.push(resolve)),
  })
  const take = ({ data }: LiveResult) => got.push(`${data?.inboxChanged.kind} ${data?.inboxChanged.cursor}`)
  const stop = feed.subscribe('subscription', { next: take, error: (error) => errors.push(error) })
  const push = (kind: InboxChangeKind, cursor: string) => {
    const inboxChanged = { __typename: 'InboxChange' as const, kind, cursor, unreadCount: 0 }
    subscribed.at(-1)?.sink.next({
      data: { inboxChanged: { ...inboxChanged, conversation: null, message: null, profile: null } },
    })
  }
  return { feed, subscribed, states, got, refused, stuck, retries, push, stop }
}

describe('the live feed', () => {
  it('R40: asks without a cursor at first, and is live from READY on', () => {
    const { feed, subscribed, states, got, push } = setUp()
    feed.connected()
    expect(subscribed[0]?.after).toBeUndefined()
    push('READY', '5')
    push('MESSAGE_RECEIVED', '6')
    expect(got).toEqual(['READY 5', 'MESSAGE_RECEIVED 6'])
    expect(states).toEqual(['connecting', 'live'])
  })

  it('R40: after a loss goes on from the last change handed on, and hands the replay on at once', () => {
    const app = setUp()
    app.push('READY', '5')
    app.push('MESSAGE_RECEIVED', '6')
    app.feed.lost()
    app.feed.connected()
    app.push('MESSAGE_RECEIVED', '7')
    app.push('CONVERSATION_CHANGED', '8')
    expect(app.got).toEqual(['READY 5', 'MESSAGE_RECEIVED 6'])
    expect(app.states.at(-1)).toBe('catching-up')
    app.push('READY', '8')
    expect(app.got.slice(2)).toEqual(['MESSAGE_RECEIVED 7', 'CONVERSATION_CHANGED 8', 'READY 8'])
    expect(app.states.at(-1)).toBe('live')
  })

  it('R40: a second loss in the middle of a replay asks for all of it again', async () => {
    const app = setUp()
    app.push('READY', '5')
    app.subscribed[0]?.sink.error(new Event('error'))
    app.retries[0]?.()
    await vi.waitFor(() => expect(app.subscribed).toHaveLength(2))
    app.push('MESSAGE_RECEIVED', '6')
    app.subscribed[1]?.sink.error(new Event('error'))
    app.retries[1]?.()
    await vi.waitFor(() => expect(app.subscribed).toHaveLength(3))
    expect(app.subscribed.map((each) => each.after)).toEqual([undefined, '5', '5'])
    expect(app.got).toEqual(['READY 5'])
  })

  it('R40: a replay too long to watch becomes one RESYNC at its end', () => {
    const app = setUp()
    app.push('READY', '1')
    app.feed.lost()
    for (let cursor = 2; cursor < 500; cursor++) app.push('MESSAGE_RECEIVED', String(cursor))
    app.push('READY', '499')
    expect(app.got).toEqual(['READY 1', 'RESYNC 499'])
  })

  it('R40: RESYNC from the server is current at once', () => {
    const app = setUp()
    app.push('READY', '1')
    app.feed.lost()
    app.push('RESYNC', '900')
    app.push('MESSAGE_RECEIVED', '901')
    expect(app.got).toEqual(['READY 1', 'RESYNC 900', 'MESSAGE_RECEIVED 901'])
  })

  it('R1: tells when the server no longer takes the session', () => {
    const app = setUp()
    app.subscribed[0]?.sink.error([{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }])
    expect(app.refused).toHaveBeenCalledOnce()
    expect(app.states.at(-1)).toBe('lost')
  })

  it('R40: connects anew when a connected server never says where the log stands', () => {
    vi.useFakeTimers()
    const app = setUp()
    app.feed.connected()
    vi.advanceTimersByTime(9_000)
    app.push('MESSAGE_RECEIVED', '1')
    vi.advanceTimersByTime(9_000)
    expect(app.stuck).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1_000)
    expect(app.stuck).toHaveBeenCalledOnce()
    app.push('READY', '1')
    vi.advanceTimersByTime(60_000)
    expect(app.stuck).toHaveBeenCalledOnce()
    vi.useRealTimers()
  })

  it('stops for good when nobody listens any more', async () => {
    const app = setUp()
    app.stop()
    app.subscribed[0]?.sink.complete()
    expect(app.retries).toEqual([])
  })
})

import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Actor } from '../auth/actor.ts'
import type { LogPage } from '../change-log/read-log.ts'
import type { AppErrorCode } from '../errors.ts'
import { type InboxChangePayload, inboxChanges, type LivePayload } from './live-events.ts'
import type { LiveFeeds } from './live-feeds.ts'
import { createLiveGroup, type LiveGroup, type RunEvents } from './live-group.ts'
import type { LiveOperation } from './live-operation.ts'

/** Executes one operation; a subscription's, on one event as `rootValue`. Never rejects for a resolver's error. */
export type Execute = (args: Omit<ExecutionArgs, 'schema'>) => Promise<ExecutionResult>

export interface LiveOptions {
  schema: GraphQLSchema
  feeds: LiveFeeds
  readLog(accountId: string, after: number): Promise<LogPage>
  execute: Execute
  /** A context for the events of one batch; `along` has rows that the batch came with (LogBatch). */
  contextFor(actor: Actor, along?: unknown[]): unknown
  log: Logger
}

/** Where a subscriber's payloads go. */
export interface LiveSink {
  send(payloads: string[]): void
  /** There would be a gap: the client must connect again and resume. */
  fail(error: unknown): void
}

/** A group, and how many are in it or about to be: it is kept up for them. */
interface Membership {
  opened: Promise<Joined>
  members: number
}
interface Joined {
  group: LiveGroup
  leave(): void
}

/** The code of an error that is no fault of the subscriber's. */
const OUR_FAULT: AppErrorCode = 'INTERNAL_SERVER_ERROR'

/** Who has been away for longer than this many changes is told to fetch afresh. */
const MAX_REPLAY = 5_000

/** The subscriptions of this process. */
export const createLiveSubscriptions = (options: LiveOptions) => {
  const groups = new Map<string, Membership>()
  let running = 0

  const runFor =
    (actor: Actor, { document, operationName, variables }: LiveOperation): RunEvents =>
    (events, along) => {
      const contextValue = options.contextFor(actor, along)
      const run = async (rootValue: LivePayload): Promise<string> => {
        const args = { document, operationName, variableValues: variables, contextValue, rootValue }
        const result = await options.execute(args)
        const failure = result.errors?.find(({ extensions }) => extensions.code === OUR_FAULT)
        if (failure) throw failure
        return JSON.stringify(result)
      }
      return Promise.all(events.map(run))
    }

  const openGroup = async (actor: Actor, operation: LiveOperation) => {
    let group: LiveGroup | undefined
    const { feed, leave } = await options.feeds.join(actor.accountId, (batch) => group?.take(batch))
    group = createLiveGroup(feed, operation.startEvents(feed.unreadCount), runFor(actor, operation))
    return { group, leave }
  }

  const joinGroup = async (actor: Actor, operation: LiveOperation): Promise<Joined> => {
    const key = operation.groupKey
    const membership = groups.get(key) ?? { opened: openGroup(actor, operation), members: 0 }
    groups.set(key, membership)
    membership.members += 1
    const leave = (): void => {
      membership.members -= 1
      if (membership.members > 0) return
      groups.delete(key)
      membership.opened.then(
        (opened) => opened.leave(),
        () => undefined, // Those who waited for it were told.
      )
    }
    try {
      const { group } = await membership.opened
      await options.feeds.refresh(actor.accountId)
      await group.settled()
      return { group, leave }
    } catch (error) {
      leave()
      throw error
    }
  }

  /**
   * What was missed after `after`, up to the group's place. False if it is no longer kept, too much, of another log,
   * or has something that can't be shown: a client that failed at it once must not come back to it for ever.
   */
  const replay = async (
    actor: Actor,
    operation: LiveOperation,
    after: number,
    upTo: number,
    floor: number,
    sink: LiveSink,
  ): Promise<boolean> => {
    if (after < floor || after > upTo || upTo - after > MAX_REPLAY) return false
    const run = runFor(actor, operation)
    for (let cursor = after; cursor < upTo; ) {
      const page = await options.readLog(actor.accountId, cursor)
      const entries = page.entries.filter((entry) => entry.seq <= upTo)
      if (entries[0]?.seq !== cursor + 1) return false
      try {
        sink.send(await run(inboxChanges({ entries, unreadCount: page.unreadCount })))
      } catch (error) {
        options.log.error(
          { err: error, accountId: actor.accountId },
          'what a client missed could not be made',
        )
        return false
      }
      cursor = entries.at(-1)?.seq ?? upTo
    }
    return true
  }

  /** Begins to push; gives what ends it. */
  const subscribe = async (actor: Actor, operation: LiveOperation, sink: LiveSink): Promise<() => void> => {
    const { group, leave } = await joinGroup(actor, operation)
    const start = group.delivered
    const held: string[][] = []
    let isHeld = operation.field === 'inboxChanged'
    const listener = {
      push: (payloads: string[]) => (isHeld ? held.push(payloads) : sink.send(payloads)),
      fail: (error: unknown) => sink.fail(error),
    }
    group.listeners.add(listener)
    running += 1
    const end = (): void => {
      if (!group.listeners.delete(listener)) return
      running -= 1
      leave()
    }
    if (!isHeld) return end
    try {
      const { after } = operation
      const isCurrent =
        after === null || (await replay(actor, operation, after, start, group.feed.floor, sink))
      const kind = isCurrent ? 'READY' : 'RESYNC'
      sink.send(await runFor(actor, operation)([marker(kind, start, group.feed.unreadCount)]))
      isHeld = false
      for (const payloads of held) sink.send(payloads)
      return end
    } catch (error) {
      end()
      throw error
    }
  }

  /** How many subscriptions are running. */
  const count = (): number => running

  return { subscribe, count }
}

export type LiveSubscriptions = ReturnType<typeof createLiveSubscriptions>

const marker = (kind: 'READY' | 'RESYNC', seq: number, unreadCount: number): InboxChangePayload => ({
  cursor: String(seq),
  kind,
  unreadCount,
  conversationId: null,
  messageId: null,
  profileId: null,
})

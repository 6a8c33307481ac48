import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Actor } from '../auth/actor.ts'
import type { LogPage } from '../change-log/read-log.ts'
import { type InboxChangePayload, inboxChanges, liveEvents } from './live-events.ts'
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
  /** A context for the events of one batch. */
  contextFor(actor: Actor): unknown
  log: Logger
}

/** Where a subscriber's payloads go. */
export interface LiveSink {
  send(payloads: string[]): void
  /** There would be a gap: the client must connect again and resume. */
  fail(error: unknown): void
}

/** Who has been away for longer than this many changes is told to fetch afresh. */
const MAX_REPLAY = 5_000

/** The subscriptions of this process. */
export const createLiveSubscriptions = (options: LiveOptions) => {
  const groups = new Map<string, Promise<{ group: LiveGroup; leave(): void }>>()

  const runFor =
    (actor: Actor, operation: LiveOperation): RunEvents =>
    (events) => {
      const contextValue = options.contextFor(actor)
      const { document, operationName, variables } = operation
      return Promise.all(
        events.map(async (rootValue) =>
          JSON.stringify(
            await options.execute({
              document,
              operationName,
              variableValues: variables,
              contextValue,
              rootValue,
            }),
          ),
        ),
      )
    }

  const openGroup = async (actor: Actor, operation: LiveOperation) => {
    let group: LiveGroup | undefined
    const { feed, leave } = await options.feeds.join(actor.accountId, (batch) => group?.take(batch))
    group = createLiveGroup(
      feed,
      liveEvents(operation.field, operation.args, feed.unreadCount),
      runFor(actor, operation),
    )
    return { group, leave }
  }

  const joinGroup = async (actor: Actor, operation: LiveOperation): Promise<LiveGroup> => {
    const opened = groups.get(operation.groupKey) ?? openGroup(actor, operation)
    groups.set(operation.groupKey, opened)
    try {
      const { group } = await opened
      await options.feeds.refresh(actor.accountId)
      await group.settled()
      return group
    } catch (error) {
      if (groups.get(operation.groupKey) === opened) groups.delete(operation.groupKey)
      throw error
    }
  }

  const leaveGroup = async (key: string): Promise<void> => {
    const opened = groups.get(key)
    if (!opened) return
    const { group, leave } = await opened
    if (group.listeners.size > 0 || groups.get(key) !== opened) return
    groups.delete(key)
    leave()
  }

  /** What was missed after `after`, up to the group's place; null if it is no longer kept, too much, or of another log. */
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
      sink.send(await run(inboxChanges({ entries, unreadCount: page.unreadCount })))
      cursor = entries.at(-1)?.seq ?? upTo
    }
    return true
  }

  /** Begins to push; gives what ends it. */
  const subscribe = async (actor: Actor, operation: LiveOperation, sink: LiveSink): Promise<() => void> => {
    const group = await joinGroup(actor, operation)
    const start = group.delivered
    const held: string[][] = []
    let isHeld = operation.field === 'inboxChanged'
    const listener = {
      push: (payloads: string[]) => (isHeld ? held.push(payloads) : sink.send(payloads)),
      fail: (error: unknown) => sink.fail(error),
    }
    group.listeners.add(listener)
    const end = (): void => {
      group.listeners.delete(listener)
      leaveGroup(operation.groupKey).catch((error) =>
        options.log.error({ err: error }, 'a live group could not be left'),
      )
    }
    if (!isHeld) return end
    try {
      const after = operation.args.after
      const isCurrent =
        after == null || (await replay(actor, operation, Number(after), start, group.feed.floor, sink))
      sink.send(
        await runFor(
          actor,
          operation,
        )([marker(isCurrent ? 'READY' : 'RESYNC', start, group.feed.unreadCount)]),
      )
      isHeld = false
      for (const payloads of held) sink.send(payloads)
      return end
    } catch (error) {
      end()
      throw error
    }
  }

  return { subscribe }
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

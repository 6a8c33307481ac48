import type { Exchange, Operation, OperationResult } from '@urql/core'
import { fromArray, mergeMap, pipe, tap } from 'wonka'
import type { InboxLiveSubscription } from '../../graphql/generated/graphql.ts'

type Pushed = { at: number; result: OperationResult }

const liveChange = (result: OperationResult) =>
  result.operation.kind === 'subscription'
    ? (result.data as InboxLiveSubscription | undefined)?.inboxChanged
    : undefined

/** True of a change that the cache gets a second time; listeners that count or announce skip it. */
export const isRepeat = (result: { extensions?: Record<string, unknown> }): boolean =>
  result.extensions?.repeated === true

/**
 * Answers travel apart from the live feed, so an answer may be older than changes that are already shown. After each
 * answer the changes that came while it was on its way are applied once more: the newest word on every row is then
 * the last one. (Applying twice is harmless; each change carries what is true, not what to add.)
 */
export const keepOrder: Exchange = ({ forward, client }) => {
  let clock = 0
  let pushed: Pushed[] = []
  let wasReady = false
  const sentAt = new Map<number, number>()
  const active = new Map<number, Operation>()

  const noteSent = (operation: Operation) => {
    if (operation.kind === 'teardown') {
      sentAt.delete(operation.key)
      active.delete(operation.key)
    } else if (operation.kind !== 'subscription') {
      sentAt.set(operation.key, clock)
      if (operation.kind === 'query') active.set(operation.key, operation)
    }
    const oldest = Math.min(clock, ...sentAt.values())
    pushed = pushed.filter((item) => item.at > oldest)
  }

  /** Changes between the first answers and the start of the feed were missed; ask again, once. */
  const fetchAgain = () => {
    for (const operation of active.values()) {
      client.reexecuteOperation(
        client.createRequestOperation('query', operation, {
          ...operation.context,
          requestPolicy: 'network-only',
        }),
      )
    }
  }

  const onResult = (result: OperationResult) => {
    const change = liveChange(result)
    if (change) {
      clock += 1
      if (sentAt.size > 0) pushed.push({ at: clock, result })
      if (change.kind === 'READY' && !wasReady) {
        wasReady = true
        queueMicrotask(fetchAgain)
      }
      return fromArray([result])
    }
    const since = sentAt.get(result.operation.key) ?? clock
    sentAt.delete(result.operation.key)
    const missed = pushed.filter((item) => item.at > since).map((item) => item.result)
    return fromArray([
      result,
      ...missed.map((item) => ({ ...item, extensions: { ...item.extensions, repeated: true } })),
    ])
  }

  return (operations) => pipe(operations, tap(noteSent), forward, mergeMap(onResult))
}

import type { Extra } from 'graphql-ws/use/ws'
import type { Logger } from 'pino'
import type { Actor } from '../auth/actor.ts'
import { nextPrefix, sendFrames } from './frames.ts'
import type { LiveOperation } from './live-operation.ts'
import type { LiveSubscriptions } from './live-subscriptions.ts'

/** "Try again later" (RFC 6455 registry): graphql-ws clients connect again on it. */
export const TRY_AGAIN = 1013

/** What runs on a socket, by operation id, with what ends it. */
export type Running = Map<string, () => void>

/** A subscription of a socket, ready to start. */
export interface SocketSubscription {
  actor: Actor
  operation: LiveOperation
  operationId: string
  running: Running
  extra: Extra
}

/**
 * Frames go straight to the socket, made once for all who asked the same. graphql-ws holds the operation open by an
 * iterator that yields nothing, and ends it. It takes an operation's id as free while the operation still starts, so
 * that a client may have completed it and begun another under the same id meanwhile: the former is ended then.
 */
export const startSubscription = async (
  live: LiveSubscriptions,
  log: Logger,
  { actor, operation, operationId, running, extra: { socket, request } }: SocketSubscription,
): Promise<AsyncGenerator<never>> => {
  running.get(operationId)?.()
  let end: (() => void) | undefined
  let isEnded = false
  const stop = (): void => {
    isEnded = true
    if (running.get(operationId) === stop) running.delete(operationId)
    end?.()
  }
  running.set(operationId, stop)
  const subscriber = { socket, connection: request.socket, prefix: nextPrefix(operationId) }
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'a live event could not be made; its sockets are closed and resume')
    socket.close(TRY_AGAIN, 'resume from your cursor')
  }
  try {
    end = await live.subscribe(actor, operation, {
      send: (payloads) => isEnded || sendFrames(subscriber, payloads),
      fail,
    })
    if (isEnded) end()
  } catch (error) {
    fail(error)
  }
  return silentIterator(() => running.get(operationId)?.())
}

const silentIterator = (end: () => void): AsyncGenerator<never> => {
  const done = { value: undefined, done: true as const }
  const { promise, resolve } = Promise.withResolvers<IteratorResult<never>>()
  const finish = async () => {
    end()
    resolve(done)
    return done
  }
  const iterator = {
    next: () => promise,
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => void (await finish()),
  }
  return iterator as AsyncGenerator<never>
}

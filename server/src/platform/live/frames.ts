import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** A subscriber's end: where its frames go, and how an operation's payload becomes one. */
export interface Subscriber {
  socket: WebSocket
  /** The TCP connection below, to put the frames of one turn into one write. */
  connection: Socket
  /** `{"id":…,"type":"next","payload":`, made once. */
  prefix: string
}

/** What a socket may have waiting before it counts as too slow. Its client resumes from its cursor. */
export const MAX_BUFFERED_BYTES = 4 * 1024 * 1024

/** "Try again later" (RFC 6455 registry): graphql-ws clients connect again on it. */
const TOO_SLOW = 1013

/** The start of a graphql-transport-ws `next` message for an operation. */
export const nextPrefix = (operationId: string): string =>
  `{"id":${JSON.stringify(operationId)},"type":"next","payload":`

/** Sends payloads (JSON, shared by all who asked the same) as frames in one write; closes a socket that can't keep up. */
export const sendFrames = ({ socket, connection, prefix }: Subscriber, payloads: string[]): void => {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
    socket.close(TOO_SLOW, 'too slow: resume from your cursor')
    return
  }
  connection.cork()
  for (const payload of payloads) socket.send(`${prefix}${payload}}`)
  connection.uncork()
}

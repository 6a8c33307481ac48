import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** A subscriber's end: where its frames go, and how an operation's payload becomes one. */
export interface Subscriber {
  socket: WebSocket
  /** The TCP connection below: frames are made once for all who have the same, and go straight to it. */
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
  if (socket.readyState !== socket.OPEN || payloads.length === 0) return
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
    socket.close(TOO_SLOW, 'too slow: resume from your cursor')
    return
  }
  connection.write(framesOf(prefix, payloads))
}

/** The frames made last: a batch goes to all its subscribers in turn. */
let made: { payloads: string[]; ends: Buffer[]; prefix: string; frames: Buffer } | undefined

const framesOf = (prefix: string, payloads: string[]): Buffer => {
  if (made?.payloads === payloads && made.prefix === prefix) return made.frames
  const ends = made?.payloads === payloads ? made.ends : payloads.map((payload) => Buffer.from(`${payload}}`))
  const start = Buffer.from(prefix)
  const frames = Buffer.concat(ends.flatMap((end) => [headOf(start.length + end.length), start, end]))
  made = { payloads, ends, prefix, frames }
  return frames
}

/** The head of a whole text frame, unmasked and uncompressed as our sockets are (RFC 6455, 5.2). */
const headOf = (length: number): Buffer => {
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x81
  if (length < 126) head[1] = length
  else if (length < 65_536) {
    head[1] = 126
    head.writeUInt16BE(length, 2)
  } else {
    head[1] = 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return head
}

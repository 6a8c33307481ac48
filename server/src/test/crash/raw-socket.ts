import { once } from 'node:events'
import WebSocket from 'ws'
import type { Closed } from './subscriber.ts'

interface Frame {
  type: string
  payload?: unknown
}

/** A socket without a client's good manners, to stop reading, and to see what comes as it comes. */
export const openRawSocket = async (port: number, headers: Record<string, string>) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
    headers,
  })
  let received = 0
  socket.on('message', () => {
    received++
  })
  const closed = once(socket, 'close').then(([code, reason]): Closed => ({ code, reason: String(reason) }))
  const say = (message: object): void => socket.send(JSON.stringify(message))
  const next = async (): Promise<Frame> => JSON.parse(String((await once(socket, 'message'))[0]))
  await once(socket, 'open')
  say({ type: 'connection_init' })
  await next()
  return {
    closed,
    /** Frames that came since it was opened. */
    received: () => received,
    /** Subscribes; resolves when the server has taken up the ping behind it, and with it the subscription. */
    subscribe: async (query: string): Promise<void> => {
      say({ id: 'one', type: 'subscribe', payload: { query } })
      say({ type: 'ping' })
      await next()
    },
    /** The errors that a document is refused with. */
    refusal: async (query: string): Promise<{ message: string }[]> => {
      say({ id: 'two', type: 'subscribe', payload: { query } })
      return (await next()).payload as { message: string }[]
    },
    stopReading: () => socket.pause(),
    readOn: () => socket.resume(),
    close: () => socket.terminate(),
  }
}

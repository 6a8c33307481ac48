import { once } from 'node:events'
import WebSocket from 'ws'

/** Many sockets that wait for marked texts. */
export interface Swarm {
  /** Every first frame of a text on a socket, as milliseconds since the text was sent. */
  latencies: number[]
  /** Tells the swarm of a text that is being sent; gives the mark to put into it. */
  expect(): string
  /** Resolves when every socket has every text so far; false if that takes longer than `patience` milliseconds. */
  caughtUp(patience: number): Promise<boolean>
  /** Forgets what was sent up to now. */
  reset(): void
}

export interface SwarmOptions {
  url: string
  sockets: number
  /** Set for Parley: what to authenticate with, and the subscription. */
  subscription?: { apiKey: string; query: string }
}

const mark = 'bench-text-'

const openSocket = async (
  { url, subscription }: SwarmOptions,
  receive: (data: Buffer) => void,
): Promise<void> => {
  const protocol = subscription ? 'graphql-transport-ws' : []
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol, { perMessageDeflate: false })
  await once(socket, 'open')
  if (subscription) {
    const { apiKey, query } = subscription
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${apiKey}` } }))
    await once(socket, 'message')
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
  }
  socket.on('message', (data: Buffer) => {
    if (data.length < 80 && data.includes('"ping"')) socket.send('{"type":"pong"}')
    receive(data)
  })
  socket.on('close', (code: number, reason: Buffer) => {
    throw new Error(`a socket was closed: ${code} ${reason}`)
  })
}

/** Opens the sockets, fifty at a time. */
export const openSwarm = async (options: SwarmOptions): Promise<Swarm> => {
  const sentAt: number[] = []
  const latencies: number[] = []
  let first = 0
  let missing = 0
  let complete: () => void = () => undefined

  const receiver = () => {
    const seen = new Set<number>()
    return (data: Buffer): void => {
      const now = performance.now()
      // Several changes may tell of one text, and one frame of several texts: the first telling counts.
      for (let at = data.indexOf(mark); at !== -1; at = data.indexOf(mark, at + mark.length)) {
        const text = Number.parseInt(data.toString('latin1', at + mark.length, at + mark.length + 9), 10)
        const started = sentAt[text]
        if (started === undefined || text < first || seen.has(text)) continue
        seen.add(text)
        latencies.push(now - started)
        missing -= 1
        if (missing === 0) complete()
      }
    }
  }

  for (let opened = 0; opened < options.sockets; opened += 50) {
    const batch = Math.min(50, options.sockets - opened)
    await Promise.all(Array.from({ length: batch }, () => openSocket(options, receiver())))
  }
  return {
    latencies,
    expect: () => {
      missing += options.sockets
      return `${mark}${sentAt.push(performance.now()) - 1}`
    },
    caughtUp: (patience) =>
      new Promise((resolve) => {
        if (missing === 0) return resolve(true)
        const timer = setTimeout(() => resolve(false), patience)
        complete = () => {
          clearTimeout(timer)
          resolve(true)
        }
      }),
    reset: () => {
      latencies.length = 0
      missing = 0
      first = sentAt.length
    },
  }
}

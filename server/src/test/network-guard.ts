import { Socket } from 'node:net'
import { afterEach, expect } from 'vitest'

const reached: string[] = []

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|::1|::ffff:127\.[\d.]+)$/.test(host)

/** The host that a call of `Socket.connect` is after; none for a local socket or the default, which is this machine. */
const hostOf = (args: readonly unknown[]): string | undefined => {
  const [first, second] = args
  if (Array.isArray(first)) return hostOf(first)
  if (typeof first === 'object' && first !== null && 'host' in first && !('path' in first && first.path)) {
    return typeof first.host === 'string' ? first.host : undefined
  }
  return typeof first === 'number' && typeof second === 'string' ? second : undefined
}

const connect = Socket.prototype.connect

// Every TCP client of Node (http, fetch, pg, TLS) goes through here.
Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args)
  if (host === undefined || isLoopback(host)) return Reflect.apply(connect, this, args)
  reached.push(host)
  process.nextTick(() =>
    this.destroy(new Error(`A test tried to reach ${host}: only this machine is allowed`)),
  )
  return this
} as Socket['connect']

afterEach(() => {
  expect(reached.splice(0), 'hosts that the test tried to reach beyond this machine').toEqual([])
})

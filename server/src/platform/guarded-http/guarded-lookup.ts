import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { GuardedError } from './guarded-error.ts'

/** Finds a host's addresses; `node:dns`'s own `lookup`, but for tests. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

const resolveByDns: Resolve = (hostname, options, callback) => lookup(hostname, options, callback)

/**
 * A look-up for sockets that gives addresses only if every one of them may be connected to. The socket connects to what
 * it gives: there is no second look-up, which a hostile name server could answer otherwise.
 */
export const guardedLookup =
  (mayConnect: (address: string) => boolean, resolve: Resolve = resolveByDns): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), '', 0)
      if (!addresses.every(({ address }) => mayConnect(address)))
        return callback(new GuardedError('HOST_NOT_PUBLIC'), '', 0)
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }

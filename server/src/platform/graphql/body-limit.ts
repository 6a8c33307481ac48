import { type Readable, Transform } from 'node:stream'
import type { FastifyRequest, preParsingAsyncHookHandler } from 'fastify'
import type { Actor } from '../auth/actor.ts'
import { may } from './rights.ts'

/** Bytes of a request's body at most; more is 413. */
export const LARGEST_BODY = 1_048_576

/**
 * The same for whoever may bring in data or import coupons: 10,000 messages of one segment are some 3 MB, 10,000 of
 * 1,600 characters somewhat less than this.
 */
export const LARGEST_BULK_BODY = 18 * 1_048_576

const tooLarge = (limit: number): Error =>
  Object.assign(new Error(`Request body is too large: up to ${limit} bytes are taken`), { statusCode: 413 })

/** Passes on up to so many bytes, and fails with what comes after. */
const bounded = (payload: Readable, limit: number): Readable => {
  let size = 0
  const bound = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(size > limit ? tooLarge(limit) : null, chunk)
    },
  })
  payload.on('error', (error) => bound.destroy(error))
  return payload.pipe(bound)
}

/**
 * Lets large bodies in from those alone who may send something that large, before any of it is read: what strangers
 * send takes no memory. `bodyLimit` of the route is the larger one.
 */
export const bulkBodies =
  (askerOf: (request: FastifyRequest) => Promise<Actor | null | 'invalid'>): preParsingAsyncHookHandler =>
  async (request, _reply, payload) => {
    if (request.method !== 'POST') return payload
    const length = Number(request.headers['content-length'])
    if (length <= LARGEST_BODY) return payload
    const asker = await askerOf(request)
    const mayBeLarge = asker && asker !== 'invalid' && (may(asker, 'INGEST') || may(asker, 'MANAGE'))
    if (mayBeLarge) return payload
    if (length > LARGEST_BODY) throw tooLarge(LARGEST_BODY)
    return bounded(payload as unknown as Readable, LARGEST_BODY)
  }

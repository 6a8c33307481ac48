import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Actor } from '../auth/actor.ts'
import { rightsOf } from '../auth/rights-of.ts'
import type { SeqReader } from '../change-log/read-seq.ts'
import { AskedBefore } from './asked-before.ts'
import { createKeepable } from './keepable.ts'

export interface KeptAnswersOptions {
  schema: GraphQLSchema
  /** The actor of a request, or nothing for one that is to be refused elsewhere. */
  actorOf(request: FastifyRequest): Promise<Actor | null>
  seqs: SeqReader
}

interface Answer {
  /** That of the log when it was made, or one before. */
  seq: number
  until: number
  contentType: string
  body: string
}

/** The making of an answer that others may wait for. */
interface Flight {
  seq: number
  answer: Promise<Answer | null>
}

/** A request whose answer is to be kept, and those that wait for the very same. */
interface Keeping {
  key: string
  seq: number
  /** Of the context that it is answered in, once there is one. */
  expiry?: { readonly at: number }
  settle(answer: Answer | null): void
}

declare module 'fastify' {
  interface FastifyRequest {
    keeping?: Keeping
  }
}

/** However still the log is, an answer is made again after this: names of users and sources are not logged. */
const KEPT_MS = 5_000
const KEPT_BYTES = 64 * 1024 * 1024

/**
 * Keeps answers of queries by (account, rights, request) with the account's log sequence, and gives them again while
 * the sequence stands. An answer is given, or waited for, only if a sequence that was read after the request came is
 * still its own: so it is never older than a commit that was acknowledged before. What hangs on the clock is kept no
 * longer than it holds (`holdsUntil`). A request is kept from its second time on, if that comes before its answer would
 * have had to be made again. If there is nothing to give yet, the sequence that was read last will do: if the log has
 * moved on since, what is kept now is never given.
 */
export const keptAnswers = (app: FastifyInstance, options: KeptAnswersOptions): void => {
  const isKeepable = createKeepable(options.schema)
  const askedBefore = new AskedBefore(2 * KEPT_MS)
  const answers = new LRUCache<string, Answer>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ body }, key) => body.length + key.length,
  })
  const underWay = new Map<string, Flight>()

  /** Gives the kept answer, or marks the request so that its answer is kept. */
  const lookUp = async (request: FastifyRequest, key: string, accountId: string): Promise<Answer | null> => {
    const isFirst = !answers.has(key) && !underWay.has(key)
    const seq = (isFirst ? options.seqs.last(accountId) : undefined) ?? (await options.seqs.read(accountId))
    const kept = answers.get(key)
    if (kept && kept.seq === seq && kept.until > Date.now()) return kept
    const other = underWay.get(key)
    if (other?.seq === seq) return stillHolding(await other.answer)
    const { promise, resolve } = Promise.withResolvers<Answer | null>()
    const flight = { seq, answer: promise }
    underWay.set(key, flight)
    request.keeping = {
      key,
      seq,
      settle: (answer) => {
        if (underWay.get(key) === flight) underWay.delete(key)
        if (answer) answers.set(key, answer)
        resolve(answer)
      },
    }
    return null
  }

  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )

  app.addHook('preHandler', async (request, reply) => {
    const raw = request.body
    if (request.method !== 'POST' || typeof raw !== 'string') return
    const actor = await options.actorOf(request)
    const whose = actor ? `${actor.accountId} ${rightsOf(actor)} ${request.headers.accept}` : ''
    if (actor && askedBefore.note(whose, raw)) {
      const key = `${whose} ${raw}`
      if (!answers.has(key)) request.body = parseBody(raw)
      if (request.body === raw || isKeepableBody(isKeepable, request.body)) {
        const answer = await lookUp(request, key, actor.accountId)
        if (answer) return send(reply, answer)
      }
    }
    if (request.body === raw) request.body = parseBody(raw)
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const { keeping } = request
    request.keeping = undefined
    keeping?.settle(answerOf(keeping, reply, payload))
    done()
  })
  app.addHook('onRequestAbort', async (request) => request.keeping?.settle(null))
  app.addHook('onError', async (request) => request.keeping?.settle(null))
}

const stillHolding = (answer: Answer | null): Answer | null =>
  answer && answer.until > Date.now() ? answer : null

const send = (reply: FastifyReply, { contentType, body }: Answer): FastifyReply =>
  reply.header('content-type', contentType).send(body)

const answerOf = ({ seq, expiry }: Keeping, reply: FastifyReply, payload: unknown): Answer | null => {
  if (reply.statusCode !== 200 || typeof payload !== 'string' || payload.startsWith('{"errors"')) return null
  return {
    seq,
    until: Math.min(Date.now() + KEPT_MS, expiry?.at ?? Number.POSITIVE_INFINITY),
    contentType: String(reply.getHeader('content-type')),
    body: payload,
  }
}

const parseBody = (raw: string): unknown => {
  try {
    return JSON.parse(raw)
  } catch {
    throw Object.assign(new Error('The body is not JSON'), { statusCode: 400 })
  }
}

const isKeepableBody = (isKeepable: ReturnType<typeof createKeepable>, body: unknown): boolean => {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string')
    return false
  const operationName =
    'operationName' in body && typeof body.operationName === 'string' ? body.operationName : null
  return isKeepable(body.query, operationName)
}

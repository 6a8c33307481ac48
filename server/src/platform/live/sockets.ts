import type { IncomingMessage, Server } from 'node:http'
import { GraphQLError, type GraphQLSchema, getOperationAST, parse, specifiedRules, validate } from 'graphql'
import type { Context, SubscribePayload } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import type { Actor } from '../auth/actor.ts'
import type { Credentials } from '../auth/authenticator.ts'
import type { ActorWatch } from '../auth/watch-actors.ts'
import { pageBudget } from '../graphql/page-budget.ts'
import { nextPrefix, sendFrames } from './frames.ts'
import { type LiveOperation, readOperation } from './live-operation.ts'
import type { Execute, LiveSubscriptions } from './live-subscriptions.ts'

export interface SocketOptions {
  server: Server
  schema: GraphQLSchema
  live: LiveSubscriptions
  execute: Execute
  contextFor(actor: Actor): unknown
  authenticate(credentials: Credentials): Promise<Actor | null | 'invalid'>
  /** Throws unless the actor may use this root field. */
  demandRight(actor: Actor, field: string): void
  watch: ActorWatch
  /** Origins whose pages may use a visitor's cookie. */
  allowedOrigins: string[]
  log: Logger
}

interface Connection extends Record<PropertyKey, unknown> {
  actor?: Actor
  stopWatching?: () => void
}
type SocketExtra = Extra & Partial<Connection>
type SocketContext = Context<Record<string, unknown>, SocketExtra>

const PATH = '/graphql'
const KEEP_ALIVE_MS = 12_000
/** How long clients have to answer a close when the server stops. */
const CLOSE_GRACE_MS = 2_000
const MAX_MESSAGE_BYTES = 256 * 1024
const UNAUTHORIZED = 4401
const SERVICE_RESTART = 1012
const TRY_AGAIN = 1013

/** graphql-transport-ws on /graphql: subscriptions, and queries and mutations too. */
export const openSockets = (options: SocketOptions): { count(): number; close(): Promise<void> } => {
  const sockets = new WebSocketServer({
    server: options.server,
    path: PATH,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  const readDocument = createDocumentReader(options.schema)
  const server = useServer<Record<string, unknown>, Connection>(
    {
      schema: options.schema,
      onConnect: (ctx) => connect(options, ctx),
      onDisconnect: (ctx) => ctx.extra.stopWatching?.(),
      onSubscribe: (ctx, id, payload) => prepare(options, readDocument, ctx, id, payload),
      execute: (args) => options.execute(args),
      subscribe: (args) => subscribe(options, args as never),
    },
    sockets,
    KEEP_ALIVE_MS,
  )
  return {
    count: () => sockets.clients.size,
    close: async () => {
      for (const socket of sockets.clients) socket.close(SERVICE_RESTART, 'restarting: connect again')
      // A client that went to sleep never answers the close.
      const grace = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, CLOSE_GRACE_MS)
      await server.dispose()
      clearTimeout(grace)
    },
  }
}

const connect = async (
  { authenticate, watch, allowedOrigins }: SocketOptions,
  ctx: SocketContext,
): Promise<boolean> => {
  const { socket, request } = ctx.extra
  const authorization = ctx.connectionParams?.authorization
  const actor = await authenticate({
    cookie: isOwnPage(request, allowedOrigins) ? request.headers.cookie : undefined,
    authorization: typeof authorization === 'string' ? authorization : request.headers.authorization,
  })
  if (!actor || actor === 'invalid') {
    socket.close(UNAUTHORIZED, 'sign in, or give an API key')
    return false
  }
  Object.assign(ctx.extra, {
    actor,
    stopWatching: watch.watch(actor, () => socket.close(UNAUTHORIZED, 'signed out')),
  })
  return true
}

/** Browsers send cookies with sockets that any page opens, and always say whose page it is. */
const isOwnPage = ({ headers }: IncomingMessage, allowed: string[]): boolean =>
  !headers.origin || allowed.includes(headers.origin)

interface Prepared {
  operation?: LiveOperation
  operationId: string
  extra: SocketExtra & { actor: Actor }
}

const prepare = (
  { schema, contextFor, demandRight }: SocketOptions,
  readDocument: ReturnType<typeof createDocumentReader>,
  ctx: SocketContext,
  operationId: string,
  payload: SubscribePayload,
) => {
  const { actor } = ctx.extra
  if (!actor) return [new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } })]
  const { document, errors } = readDocument(payload.query)
  if (errors.length > 0 || !document) return errors
  const variables = payload.variables ?? {}
  const operationName = payload.operationName ?? null
  const args = {
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: contextFor(actor),
    rootValue: undefined,
  }
  if (getOperationAST(document, operationName)?.operation !== 'subscription') return args
  try {
    const operation = readOperation(schema, actor, {
      query: payload.query,
      document,
      operationName,
      variables,
    })
    demandRight(actor, operation.field)
    return { ...args, live: { operation, operationId, extra: { ...ctx.extra, actor } } }
  } catch (error) {
    return [toGraphQLError(error)]
  }
}

const toGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error
  if (error instanceof Error && 'code' in error)
    return new GraphQLError(error.message, { extensions: { code: error.code } })
  throw error
}

/**
 * Frames go straight to the socket, made once for all who asked the same. graphql-ws holds the operation open by an
 * iterator that yields nothing, and ends it.
 */
const subscribe = async ({ live, log }: SocketOptions, { live: prepared }: { live: Prepared }) => {
  const { operation, operationId, extra } = prepared
  if (!operation) throw new Error('a subscription was not prepared')
  const { socket, request, actor } = extra
  const subscriber = { socket, connection: request.socket, prefix: nextPrefix(operationId) }
  const end = await live.subscribe(actor, operation, {
    send: (payloads) => sendFrames(subscriber, payloads),
    fail: (error) => {
      log.error({ err: error }, 'a live event could not be made; its sockets are closed and resume')
      socket.close(TRY_AGAIN, 'resume from your cursor')
    },
  })
  return silentIterator(end)
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

/** Parsed and validated documents are kept: the clients of an account send the same few. */
const createDocumentReader = (schema: GraphQLSchema) => {
  const kept = new LRUCache<string, { document?: ReturnType<typeof parse>; errors: readonly GraphQLError[] }>(
    { max: 500 },
  )
  return (query: string) => {
    const known = kept.get(query)
    if (known) return known
    const read = readDocument(schema, query)
    kept.set(query, read)
    return read
  }
}

const readDocument = (schema: GraphQLSchema, query: string) => {
  try {
    const document = parse(query, { maxTokens: 5_000 })
    return { document, errors: validate(schema, document, [...specifiedRules, pageBudget]) }
  } catch (error) {
    return { errors: [error as GraphQLError] }
  }
}

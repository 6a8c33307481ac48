import type { IncomingMessage, Server } from 'node:http'
import { GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql'
import type { Context, SubscribePayload } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import type { Logger } from 'pino'
import { WebSocketServer } from 'ws'
import type { Actor } from '../auth/actor.ts'
import type { Credentials } from '../auth/authenticator.ts'
import type { ActorWatch } from '../auth/watch-actors.ts'
import { AppError } from '../errors.ts'
import { createDocumentReader, withCode } from './document-reader.ts'
import { readOperation } from './live-operation.ts'
import type { Execute, LiveSubscriptions } from './live-subscriptions.ts'
import { type Running, type SocketSubscription, startSubscription, TRY_AGAIN } from './socket-subscription.ts'

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
  running?: Running
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
      onSubscribe: (ctx, id, payload) => prepare(options, readDocument, ctx, id, payload),
      execute: (args) => options.execute(args),
      subscribe: (args) => startSubscription(options.live, options.log, (args as unknown as Prepared).live),
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
  { authenticate, watch, allowedOrigins, log }: SocketOptions,
  { extra, connectionParams }: SocketContext,
): Promise<boolean> => {
  const { socket, request } = extra
  const authorization = connectionParams?.authorization
  let actor: Awaited<ReturnType<typeof authenticate>>
  try {
    actor = await authenticate({
      cookie: isOwnPage(request, allowedOrigins) ? request.headers.cookie : undefined,
      authorization: typeof authorization === 'string' ? authorization : request.headers.authorization,
    })
  } catch (error) {
    // graphql-ws would close with 4500, after which its clients never come back.
    log.warn({ err: error }, 'nobody can sign in to a socket at present')
    socket.close(TRY_AGAIN, 'connect again')
    return false
  }
  if (!actor || actor === 'invalid') {
    socket.close(UNAUTHORIZED, 'sign in, or give an API key')
    return false
  }
  // One that went away meanwhile would be watched for ever.
  if (socket.readyState !== socket.OPEN) return false
  socket.once(
    'close',
    watch.watch(actor, () => socket.close(UNAUTHORIZED, 'signed out')),
  )
  extra.actor = actor
  extra.running = new Map()
  return true
}

/** Browsers send cookies with sockets that any page opens, and always say whose page it is. */
const isOwnPage = ({ headers }: IncomingMessage, allowed: string[]): boolean =>
  !headers.origin || allowed.includes(headers.origin)

/** What `subscribe` finds beside graphql-ws's own arguments. */
interface Prepared {
  live: SocketSubscription
}

const prepare = (
  { schema, contextFor, demandRight }: SocketOptions,
  readDocument: ReturnType<typeof createDocumentReader>,
  { extra }: SocketContext,
  operationId: string,
  payload: SubscribePayload,
) => {
  const { actor, running } = extra
  if (!actor || !running)
    return [new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } })]
  const { query } = payload
  const { document, errors } = readDocument(query)
  if (errors) return errors
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
    const operation = readOperation(schema, actor, { query, document, operationName, variables })
    demandRight(actor, operation.field)
    return { ...args, live: { actor, operation, operationId, running, extra } }
  } catch (error) {
    return [toGraphQLError(error)]
  }
}

const toGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return withCode(error, 'BAD_USER_INPUT')
  if (error instanceof AppError) return new GraphQLError(error.message, { extensions: { code: error.code } })
  throw error
}

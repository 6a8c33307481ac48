import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import type { Access } from '../auth/access.ts'
import type { Actor } from '../auth/actor.ts'
import type { Authenticator } from '../auth/authenticator.ts'
import { createSeqReader } from '../change-log/read-seq.ts'
import type { Database } from '../db/database.ts'
import { AppError, type AppErrorCode } from '../errors.ts'
import type { Logger } from '../log.ts'
import { bulkBodies, LARGEST_BULK_BODY } from './body-limit.ts'
import { type ExecuteFormatted, executedBy, formattedBy } from './executed-by.ts'
import type { Executor } from './executor.ts'
import { keptAnswers } from './kept-answers.ts'
import { KnownOperations, statusOf } from './known-operations.ts'
import { pageBudget } from './page-budget.ts'
import { presentError } from './present-error.ts'
import { createRequestContext, type RequestContext } from './request-context.ts'

export interface GraphqlRoutesOptions {
  schema: GraphQLSchema
  executor: Executor
  authenticator: Pick<Authenticator, 'authenticate'>
  db: Database
  log: Logger
  publicUrl: string
  /** For mutations of users and API keys. */
  access?: Access
}

/** Tokens of a document at most. */
const MOST_TOKENS = 5_000

/** A refusal of the whole request, with its HTTP status. */
const refusal = (code: AppErrorCode, status: number, message: string): GraphQLError =>
  new GraphQLError(message, {
    originalError: new AppError(code, message),
    extensions: { code, http: { status } },
  })

const createApollo = (
  { schema, log }: GraphqlRoutesOptions,
  execute: ExecuteFormatted,
  known: KnownOperations,
): ApolloServer<RequestContext> =>
  new ApolloServer<RequestContext>({
    schema,
    // Nobody gets as far as a document without being signed in.
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    // Apollo's own adds a newline, for which V8 copies the whole answer once more.
    stringifyResult: (result) => JSON.stringify(result),
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules: [pageBudget],
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      executedBy(execute, known),
    ],
    formatError: (formatted, error) => presentError(log, error, String(formatted.extensions?.code)),
    logger: log,
  })

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once looked up. */
    asker?: Actor | null | 'invalid'
  }
}

const askerOf = async (
  { authenticator }: GraphqlRoutesOptions,
  request: FastifyRequest,
): Promise<Actor | null | 'invalid'> => {
  const { cookie, authorization } = request.headers
  request.asker ??= await authenticator.authenticate({ cookie, authorization })
  return request.asker
}

const contextFor = (
  { db, log, publicUrl, access }: GraphqlRoutesOptions,
  request: FastifyRequest,
  actor: Actor,
): RequestContext => {
  const ctx = createRequestContext({ db, log, publicUrl, access, actor })
  if (request.keeping) request.keeping.expiry = ctx.expiry
  return ctx
}

const contextOf = async (options: GraphqlRoutesOptions, request: FastifyRequest): Promise<RequestContext> => {
  const asker = await askerOf(options, request)
  if (asker === null)
    throw refusal(
      'UNAUTHENTICATED',
      401,
      'Sign in first, or send an API key as `Authorization: Bearer <key>`',
    )
  if (asker === 'invalid') throw refusal('UNAUTHENTICATED', 401, 'This API key is not valid, or was revoked')
  return contextFor(options, request, asker)
}

/** Answers what is known without Apollo, all else by it. */
const answering = (
  options: GraphqlRoutesOptions,
  apollo: ApolloServer<RequestContext>,
  execute: ExecuteFormatted,
  known: KnownOperations,
) => {
  const byApollo = fastifyApolloHandler(apollo, { context: (request) => contextOf(options, request) })
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { asker } = request
    const operation = asker && asker !== 'invalid' ? known.find(request) : null
    if (!asker || asker === 'invalid' || !operation) {
      const answer: unknown = await byApollo.call(request.server, request, reply)
      known.learnMediaType(request, reply)
      return answer
    }
    const { document, variables, contentType } = operation
    const result = await execute({ document, variables, contextValue: contextFor(options, request, asker) })
    reply.code(statusOf(result)).header('content-type', contentType)
    return JSON.stringify(result)
  }
}

/**
 * `POST` and `GET /graphql`: GraphQL over HTTP with its media types. A body over 1 MiB, or 18 MiB of
 * who may bring in data or manage, is 413, one that is not JSON 415 or 400; without a session or API key all is 401. Started and stopped with the app.
 */
export const graphqlRoutes = async (app: FastifyInstance, options: GraphqlRoutesOptions): Promise<void> => {
  const known = new KnownOperations()
  const execute = formattedBy(options.executor, options.log)
  const apollo = createApollo(options, execute, known)
  await apollo.start()
  app.addHook('onClose', () => apollo.stop())
  app.removeContentTypeParser('text/plain')
  keptAnswers(app, {
    schema: options.schema,
    seqs: createSeqReader(options.db),
    actorOf: async (request) => {
      const asker = await askerOf(options, request)
      return asker === 'invalid' ? null : asker
    },
  })
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500
    const shown =
      status < 500
        ? { message: error.message, extensions: { code: 'BAD_USER_INPUT' } }
        : presentError(options.log, error)
    return reply.code(status).send({ errors: [shown] })
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    bodyLimit: LARGEST_BULK_BODY,
    preParsing: bulkBodies((request) => askerOf(options, request)),
    handler: answering(options, apollo, execute, known),
  })
}

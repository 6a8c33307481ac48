import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import type { Authenticator } from '../auth/authenticator.ts'
import { createSeqReader } from '../change-log/read-seq.ts'
import type { Database } from '../db/database.ts'
import { AppError, type AppErrorCode } from '../errors.ts'
import type { Logger } from '../log.ts'
import { executedBy } from './executed-by.ts'
import type { Executor } from './executor.ts'
import { keptAnswers } from './kept-answers.ts'
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
}

/** Bytes of a request's body at most; more is 413. */
const LARGEST_BODY = 1_048_576
/** Tokens of a document at most. */
const MOST_TOKENS = 5_000

/** A refusal of the whole request, with its HTTP status. */
const refusal = (code: AppErrorCode, status: number, message: string): GraphQLError =>
  new GraphQLError(message, {
    originalError: new AppError(code, message),
    extensions: { code, http: { status } },
  })

const createApollo = ({ schema, executor, log }: GraphqlRoutesOptions): ApolloServer<RequestContext> =>
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
      executedBy(executor, log),
    ],
    formatError: (formatted, error) => presentError(log, error, String(formatted.extensions?.code)),
    logger: log,
  })

const contextOf = async (
  options: GraphqlRoutesOptions,
  { headers }: FastifyRequest,
): Promise<RequestContext> => {
  const { cookie, authorization } = headers
  const actor = await options.authenticator.authenticate({ cookie, authorization })
  if (actor === null)
    throw refusal(
      'UNAUTHENTICATED',
      401,
      'Sign in first, or send an API key as `Authorization: Bearer <key>`',
    )
  if (actor === 'invalid') throw refusal('UNAUTHENTICATED', 401, 'This API key is not valid, or was revoked')
  return createRequestContext({ db: options.db, log: options.log, publicUrl: options.publicUrl, actor })
}

/**
 * `POST` and `GET /graphql`: GraphQL over HTTP with its media types. A body over 1 MiB is 413, one that is not JSON
 * 415 or 400; without a session or API key all is 401. Started and stopped with the app.
 */
export const graphqlRoutes = async (app: FastifyInstance, options: GraphqlRoutesOptions): Promise<void> => {
  const apollo = createApollo(options)
  await apollo.start()
  app.addHook('onClose', () => apollo.stop())
  app.removeContentTypeParser('text/plain')
  keptAnswers(app, {
    schema: options.schema,
    readSeq: createSeqReader(options.db),
    actorOf: async ({ headers: { cookie, authorization } }) => {
      const actor = await options.authenticator.authenticate({ cookie, authorization })
      return actor === 'invalid' ? null : actor
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
    bodyLimit: LARGEST_BODY,
    handler: fastifyApolloHandler(apollo, { context: (request) => contextOf(options, request) }),
  })
}

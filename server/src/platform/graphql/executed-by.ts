import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import { type FormattedExecutionResult, GraphQLError } from 'graphql'
import { AppError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { ExecutionRequest, Executor } from './executor.ts'
import { type KnownOperations, statusOf } from './known-operations.ts'
import { presentError } from './present-error.ts'
import type { RequestContext } from './request-context.ts'

/** Executes, with errors as the caller sees them. */
export type ExecuteFormatted = (request: ExecutionRequest) => Promise<FormattedExecutionResult>

/** Execution for HTTP. An error without a path is the request's own fault. */
export const formattedBy =
  ({ execute }: Executor, log: Logger): ExecuteFormatted =>
  async (request) => {
    const { data, errors } = await execute(request)
    if (!errors) return { data }
    const shown = errors.map((error) => presentError(log, error, error.path ? undefined : 'BAD_USER_INPUT'))
    return { errors: shown, data }
  }

const forTheSocket = (): GraphQLError => {
  const message = 'Subscriptions go over the WebSocket at /graphql'
  return new GraphQLError(message, {
    originalError: new AppError('BAD_USER_INPUT', message),
    extensions: { http: { status: 400 } },
  })
}

/**
 * Lets our executor run what Apollo has parsed and validated. Apollo's other seam, the gateway, makes an object with
 * accessors for each request, each of which V8 keeps with all that it reaches until the next full collection: the
 * rows of each page would grow old, and collecting them costs more than reading them.
 */
export const executedBy = (
  execute: ExecuteFormatted,
  known: KnownOperations,
): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation === 'subscription') throw forTheSocket()
    },
    responseForOperation: async ({ document, source, request, contextValue, operation }) => {
      // Apollo says what is wrong with a name that is no operation's.
      if (!operation) return null
      known.learnDocument(source, document)
      const { operationName, variables } = request
      const singleResult = await execute({ document, operationName, variables, contextValue })
      return {
        http: { status: statusOf(singleResult), headers: new HeaderMap() },
        body: { kind: 'single', singleResult },
      }
    },
  }),
})

import { type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import { GraphQLError } from 'graphql'
import { AppError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Executor } from './executor.ts'
import { presentError } from './present-error.ts'
import type { RequestContext } from './request-context.ts'

const forTheSocket = (): GraphQLError => {
  const message = 'Subscriptions go over the WebSocket at /graphql'
  return new GraphQLError(message, {
    originalError: new AppError('BAD_USER_INPUT', message),
    extensions: { http: { status: 400 } },
  })
}

/**
 * Lets the executor run what Apollo has parsed and validated. Apollo's other seam, the gateway, makes an object with
 * accessors for each request, each of which V8 keeps with all that it reaches until the next full collection: the
 * rows of each page would grow old, and collecting them costs more than reading them.
 */
export const executedBy = ({ execute }: Executor, log: Logger): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation === 'subscription') throw forTheSocket()
    },
    responseForOperation: async ({ document, request, contextValue, operation }) => {
      // Apollo says what is wrong with a name that is no operation's.
      if (!operation) return null
      const { operationName, variables } = request
      const result = await execute({ document, operationName, variables, contextValue })
      const errors = result.errors?.map((error) =>
        presentError(log, error, error.path ? undefined : 'BAD_USER_INPUT'),
      )
      return {
        // Without data nothing was executed: the variables were wrong.
        http: { status: result.data === undefined ? 400 : undefined, headers: new HeaderMap() },
        body: { kind: 'single', singleResult: errors ? { ...result, errors } : { data: result.data } },
      }
    },
  }),
})

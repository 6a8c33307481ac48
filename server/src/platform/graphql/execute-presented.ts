import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import type { Logger } from '../log.ts'
import type { Executor } from './executor.ts'
import { presentError } from './present-error.ts'
import type { RequestContext } from './request-context.ts'

/** Execution for the socket, which has no Apollo around it: the same executor, its errors shown as over HTTP. */
export const executePresented =
  ({ execute }: Executor, log: Logger) =>
  async (args: Omit<ExecutionArgs, 'schema'>): Promise<ExecutionResult> => {
    const result = await execute({
      document: args.document,
      operationName: args.operationName,
      variables: args.variableValues,
      contextValue: args.contextValue as RequestContext,
      rootValue: args.rootValue,
    })
    return result.errors ? { ...result, errors: result.errors.map((error) => presented(log, error)) } : result
  }

const presented = (log: Logger, error: GraphQLError): GraphQLError => {
  const { message, extensions } = presentError(log, error, error.path ? undefined : 'BAD_USER_INPUT')
  return new GraphQLError(message, { path: error.path, extensions })
}

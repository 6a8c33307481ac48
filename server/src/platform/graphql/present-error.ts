import { randomBytes } from 'node:crypto'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { AppError, PartlyDone } from '../errors.ts'
import type { Logger } from '../log.ts'

const INTERNAL = 'INTERNAL_SERVER_ERROR'

/** The error that was thrown, under the wrappers of whoever executed. */
const originOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error

const place = (error: unknown): Pick<GraphQLFormattedError, 'path' | 'locations'> => {
  if (!(error instanceof GraphQLError)) return {}
  return { ...(error.path && { path: error.path }), ...(error.locations && { locations: error.locations }) }
}

/**
 * An error as the caller sees it. An `AppError` as it stands; the request's own faults (syntax, validation, variables)
 * with their code; anything else masked, with an id under which the log has the stack, but no text and no variables.
 */
export const presentError = (
  log: Logger,
  error: unknown,
  codeOfRequestFault?: string,
): GraphQLFormattedError => {
  const origin = originOf(error)
  if (origin instanceof AppError) {
    return { message: origin.message, ...place(error), extensions: { code: origin.code } }
  }
  if (
    error instanceof GraphQLError &&
    origin instanceof GraphQLError &&
    codeOfRequestFault &&
    codeOfRequestFault !== INTERNAL
  ) {
    return {
      message: error.message,
      ...place(error),
      extensions: { ...error.extensions, code: codeOfRequestFault },
    }
  }
  const reference = randomBytes(6).toString('hex')
  const { cause, stays } =
    origin instanceof PartlyDone
      ? { cause: origin.cause, stays: origin.message }
      : { cause: origin, stays: 'nothing was changed' }
  log.error({ reference, path: place(error).path, error: traceOf(cause) }, 'a GraphQL field failed')
  return {
    message: `Something went wrong on our side; ${stays}. Reference ${reference}`,
    ...place(error),
    extensions: { code: INTERNAL },
  }
}

// What an error quotes may be what a person wrote: PostgreSQL puts values between double quotes.
const traceOf = (error: unknown): { name: string; message: string; stack: string[] } => {
  const { name, message, stack } =
    error instanceof Error ? error : new Error(`not an Error but ${typeof error}`)
  return {
    name,
    message: message.replaceAll(/"[^"]*"/g, '"…"'),
    stack: (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
  }
}

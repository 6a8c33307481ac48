import type { FastifyInstance, FastifyReply } from 'fastify'
import { ZodError } from 'zod'

/** A request that the sandbox refuses: HTTP status and what is wrong with it. */
export class SandboxError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const statusOf = (error: unknown): number =>
  error instanceof ZodError
    ? 400
    : error instanceof SandboxError
      ? error.status
      : error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
        ? error.statusCode
        : 500

const messageOf = (error: unknown): string => {
  if (!(error instanceof ZodError)) return error instanceof Error ? error.message : 'refused'
  const issue = error.issues[0]
  return issue === undefined ? 'refused' : [issue.path.join('.'), issue.message].filter(Boolean).join(': ')
}

/** Answers every error of this scope in one shape; what is not the caller's fault is logged and masked. */
export function answerErrors(
  app: FastifyInstance,
  send: (reply: FastifyReply, status: number, message: string) => FastifyReply,
): void {
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error)
    if (status >= 500) request.log.error({ err: error }, 'sandbox: request failed')
    return send(reply, status, status >= 500 ? 'internal error' : messageOf(error))
  })
}

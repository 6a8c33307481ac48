import { randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'

const refusals: Record<number, string> = {
  400: 'invalid request',
  401: 'authentication failed',
  402: 'insufficient credit',
  403: 'permission denied',
  404: 'not found',
  429: 'too many requests',
  500: 'internal server error',
  503: 'service unavailable',
}

/** Answers with Plivo's error body; its 401 has no `api_id`. */
export const refuse = (reply: FastifyReply, status: number, error?: string): FastifyReply => {
  if (status === 401) reply.header('www-authenticate', 'Basic realm="Plivo"')
  const body = { error: error ?? refusals[status] ?? 'refused' }
  return reply.code(status).send(status === 401 ? body : { api_id: randomUUID(), ...body })
}

/** Answers as Plivo does, with an `api_id`. */
export const answer = (reply: FastifyReply, status: number, body: object): FastifyReply =>
  reply.code(status).send({ api_id: randomUUID(), ...body })

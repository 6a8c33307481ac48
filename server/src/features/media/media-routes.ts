import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../platform/auth/actor.ts'
import type { Authenticator } from '../../platform/auth/authenticator.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, type AppErrorCode } from '../../platform/errors.ts'
import { demand } from '../../platform/graphql/rights.ts'
import { type UploadParts, uploadMedia } from './actions/upload-media.ts'
import { MEDIA_PATH } from './media-address.ts'
import { MediaRefused, type RefusalCode } from './media-refusal.ts'
import { receiveUpload } from './receive-upload.ts'
import { type ServeOptions, serveMedia } from './serve-media.ts'

export interface MediaRoutesOptions extends ServeOptions, UploadParts {
  publicUrl: string
  authenticator: Pick<Authenticator, 'authenticate'>
  /** Origins whose pages may use a visitor's cookie. */
  allowedOrigins: readonly string[]
}

const statusOf: Record<RefusalCode | AppErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  BAD_USER_INPUT: 400,
  INTERNAL_SERVER_ERROR: 500,
  MEDIA_MISSING: 400,
  MEDIA_TYPE_UNSUPPORTED: 415,
  MEDIA_TOO_LARGE: 413,
  MEDIA_TOO_MANY_PIXELS: 422,
  MEDIA_INVALID: 422,
  MEDIA_UNFITTABLE: 422,
}

/**
 * `POST /media`: takes a picture to be sent (R20) from who may reply; answers 201 with what `Media` has, or
 * `{ code, error }`. `GET /media/<token>`: see serve-media.ts.
 */
export const mediaRoutes = async (app: FastifyInstance, options: MediaRoutesOptions): Promise<void> => {
  // Nothing but multipart is read here, and that as it comes.
  app.removeAllContentTypeParsers()
  await app.register(multipart)
  app.setErrorHandler((error, request, reply) => answerError(options, error, request, reply))
  app.post(MEDIA_PATH, async (request, reply) => {
    const ctx = contextOf(options, await uploaderOf(options, request))
    const media = await uploadMedia(ctx, options, (path) => receiveUpload(request, path))
    return reply.code(201).send(media)
  })
  app.route<{ Params: { token: string } }>({
    method: ['GET', 'HEAD'],
    url: `${MEDIA_PATH}/:token`,
    handler: serveMedia(options),
  })
}

const contextOf = ({ db, log, publicUrl }: MediaRoutesOptions, actor: Actor): Context => ({
  db,
  log,
  publicUrl,
  actor,
  now: new Date(),
})

/** Who uploads: with the right to reply (R1), and by a page of ours if a cookie says so. */
const uploaderOf = async (options: MediaRoutesOptions, request: FastifyRequest): Promise<Actor> => {
  const { cookie, authorization } = request.headers
  const asker = await options.authenticator.authenticate({ cookie, authorization })
  if (asker === null)
    throw new AppError(
      'UNAUTHENTICATED',
      'Sign in first, or send an API key as `Authorization: Bearer <key>`',
    )
  if (asker === 'invalid') throw new AppError('UNAUTHENTICATED', 'This API key is not valid, or was revoked')
  if (asker.kind === 'user' && isForeign(options, request))
    throw new AppError('FORBIDDEN', 'Only pages of this server may upload with a session')
  demand(asker, 'REPLY')
  return asker
}

/** A form of any site may post files here, and the browser adds the cookie; but it names the site, and pages can't prevent that. */
const isForeign = ({ allowedOrigins }: MediaRoutesOptions, { headers }: FastifyRequest): boolean => {
  if (headers.origin !== undefined) return !allowedOrigins.includes(headers.origin)
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin'
}

const answerError = (
  { log }: MediaRoutesOptions,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  if (error instanceof MediaRefused || error instanceof AppError) {
    if (error.code === 'RATE_LIMITED') reply.header('retry-after', '60')
    return reply.code(statusOf[error.code]).send({ code: error.code, error: error.message })
  }
  if (request.raw.destroyed && !request.raw.complete) return reply.code(400).send()
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500)
    return reply.code(status).send({ code: 'BAD_USER_INPUT', error: (error as Error).message })
  log.error({ err: error }, 'an upload, or the delivery of media, failed')
  return reply.code(500).send({ code: 'INTERNAL_SERVER_ERROR', error: 'That failed on our side. Try again.' })
}

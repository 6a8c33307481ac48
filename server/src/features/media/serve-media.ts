import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log.ts'
import type { Storage } from '../../platform/storage/storage.ts'
import { mediaByToken, type ServedMedia } from './media.queries.ts'
import { isMediaToken, mediaKey } from './media-address.ts'

/** Shown where it is linked; anything else is saved, not opened. */
const shown = /^(image|video|audio)\//

const endings: Record<string, string> = { 'image/jpeg': 'jpg', 'audio/mpeg': 'mp3', 'video/3gpp': '3gp' }

const nameOf = ({ contentType }: ServedMedia): string =>
  `media.${endings[contentType] ?? contentType.replace(/^.*[/]/, '')}`

/**
 * Content of strangers: never taken for a page or a script, and let into no page's origin. An address's content never
 * changes; it may be kept by whoever fetched it, and by nobody on the way.
 */
const headersOf = (media: ServedMedia): Record<string, string | number> => ({
  'content-type': media.contentType,
  'content-length': media.byteSize,
  'content-disposition': `${shown.test(media.contentType) ? 'inline' : 'attachment'}; filename="${nameOf(media)}"`,
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'private, max-age=31536000, immutable',
})

export interface ServeOptions {
  db: Database
  log: Logger
  storage: Storage
}

/** `GET` and `HEAD /media/<token>`: the file, or 404. Needs no credentials: the carrier has none. */
export const serveMedia =
  ({ db, log, storage }: ServeOptions) =>
  async (request: FastifyRequest<{ Params: { token: string } }>, reply: FastifyReply): Promise<unknown> => {
    const { token } = request.params
    const media = isMediaToken(token) ? await mediaByToken(db, token) : null
    if (!media) return notFound(reply)
    if (request.method === 'HEAD') return reply.headers(headersOf(media)).send()
    const file = await storage.read(mediaKey(media))
    if (file) return reply.headers(headersOf(media)).send(file)
    log.error({ mediaId: media.id }, 'media are stored, but their file is gone')
    return notFound(reply)
  }

const notFound = (reply: FastifyReply): FastifyReply =>
  reply.code(404).header('cache-control', 'no-store').send({ error: 'There is nothing at this address.' })

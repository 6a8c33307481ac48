import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { clientNetwork } from '../../platform/auth/client-network.ts'
import type { Database } from '../../platform/db/database.ts'
import { followLink } from './follow-link.ts'
import { isPerson } from './is-person.ts'
import { isSlug, SHORT_LINK_PATH } from './short-address.ts'

export interface ShortLinkRouteOptions {
  db: Database
  log: Logger
  publicUrl: string
}

/** Addresses that lead nowhere which a network may ask a process for in a minute: slugs can't be tried out. */
export const MISSES_A_MINUTE = 30

/** Clicks on one link that are kept of one network in a minute: nobody fills a person's activity by reloading. */
export const CLICKS_A_MINUTE = 20

const RETRY_AFTER_S = 5

type Request = FastifyRequest<{ Params: { slug: string } }>

/**
 * `GET /l/<slug>`: a short link, by 302 to where it leads (R34). Only what was stored is ever redirected to. Unknown
 * is 404, too many unknown ones 429; nothing of it is for search engines or caches.
 */
export const shortLinks = async (app: FastifyInstance, options: ShortLinkRouteOptions): Promise<void> => {
  const misses = new RateLimiterMemory({ points: MISSES_A_MINUTE, duration: 60 })
  const clicks = new RateLimiterMemory({ points: CLICKS_A_MINUTE, duration: 60 })
  const ownHost = new URL(options.publicUrl).hostname.toLowerCase()
  const counts = async ({ ip, params }: Request): Promise<boolean> => {
    const { consumedPoints } = await clicks.penalty(`${clientNetwork(ip)} ${params.slug}`)
    return consumedPoints <= CLICKS_A_MINUTE
  }
  const follow = async (request: Request): Promise<string | null> => {
    const { slug } = request.params
    if (!isSlug(slug)) return null
    const host = request.hostname.toLowerCase()
    return followLink(options.db, {
      slug,
      host: host === ownHost ? '' : host,
      isPerson: isPerson(request.method, request.headers) && (await counts(request)),
      tellsLanguages: Boolean(request.headers['accept-language']),
    })
  }
  app.setErrorHandler((error, _request, reply) => {
    options.log.error({ err: error }, 'a short link could not be looked up')
    return say(
      reply.header('retry-after', RETRY_AFTER_S),
      503,
      'This link cannot be opened just now. Try again soon.',
    )
  })
  app.get(`${SHORT_LINK_PATH}:slug`, async (request: Request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
    const network = clientNetwork(request.ip)
    const missed = await misses.get(network)
    if (missed && missed.consumedPoints >= MISSES_A_MINUTE)
      return say(
        reply.header('retry-after', Math.ceil(missed.msBeforeNext / 1_000)),
        429,
        'Too many unknown links. Try again in a minute.',
      )
    const target = await follow(request)
    if (target !== null) return reply.redirect(locationOf(target), 302)
    await misses.penalty(network)
    return say(reply, 404, 'There is no such link.')
  })
}

const say = (reply: FastifyReply, status: number, words: string): FastifyReply =>
  reply.code(status).type('text/plain; charset=utf-8').send(`${words}\n`)

/** As it was written, unless a header can't hold that. */
const locationOf = (target: string): string => (/^[!-~]+$/.test(target) ? target : new URL(target).href)

import type { IncomingHttpHeaders } from 'node:http'
import { isbot } from 'isbot'

/** Headers by which browsers and mail programs say that nobody has asked to see the page yet. */
const announcing = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const

/**
 * Whether a request for a short link is a person's (R34), as far as it can be told at once: not HEAD, no fetch ahead of
 * time, no preview for a chat, no known robot, and a browser that says what it is.
 */
export const isPerson = (method: string, headers: IncomingHttpHeaders): boolean => {
  if (method !== 'GET') return false
  if (announcing.some((name) => /prefetch|preview|prerender/i.test(String(headers[name] ?? '')))) return false
  const agent = headers['user-agent']
  return agent !== undefined && agent !== '' && !isbot(agent)
}

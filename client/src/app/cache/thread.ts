import type { Cache, ResolveInfo, Resolver } from '@urql/exchange-graphcache'
import type { Arrivals } from './arrivals.ts'
import { liveMessages } from './live-entities.ts'

type ThreadArguments = { last?: number; before?: string }
type Page = { nodes: string[]; start: string | null; more: boolean }

const readPage = (cache: Cache, conversation: string, args: ThreadArguments): Page | null => {
  const key = cache.resolve(conversation, 'messages', args)
  if (typeof key !== 'string') return null
  const nodes = cache.resolve(key, 'nodes')
  const info = cache.resolve(key, 'pageInfo')
  if (!Array.isArray(nodes) || typeof info !== 'string') return null
  const start = cache.resolve(info, 'startCursor')
  return {
    nodes: nodes.filter((node) => typeof node === 'string'),
    start: typeof start === 'string' ? start : null,
    more: cache.resolve(info, 'hasPreviousPage') === true,
  }
}

/** The newest page and the older ones that join it without a gap, oldest first. */
const joinedPages = (cache: Cache, conversation: string, args: ThreadArguments): Page[] => {
  const pages: Page[] = []
  const { before: _newest, ...rest } = args
  for (let page = readPage(cache, conversation, rest); page; ) {
    pages.unshift(page)
    page = page.more && page.start ? readPage(cache, conversation, { ...rest, before: page.start }) : null
  }
  return pages
}

/** The messages of pages in their order. One that has gone out since an older page was fetched is in both: its later place counts. */
const nodesOf = (pages: Page[]): string[] =>
  [...new Set(pages.flatMap((page) => page.nodes).reverse())].reverse()

/** Reads a thread: its fetched pages, oldest first, then what the live feed has added since (R10, R12). */
export const thread =
  (arrivals: Arrivals): Resolver =>
  (_parent: unknown, args: ThreadArguments, cache: Cache, info: ResolveInfo) => {
    const pages = joinedPages(cache, info.parentKey, args)
    const oldest = pages[0]
    // As with lists: a page that isn't there must be a miss, or it would never be fetched.
    if (!oldest || readPage(cache, info.parentKey, args) === null) return undefined
    const fetched = new Set(nodesOf(pages).filter((key) => !arrivals.hasMoved(key)))
    const live = liveMessages(cache, info.parentKey, arrivals).filter((key) => !fetched.has(key))
    return {
      __typename: 'MessageConnection',
      nodes: [...fetched, ...live],
      pageInfo: {
        __typename: 'PageInfo',
        hasPreviousPage: oldest.more,
        hasNextPage: false,
        startCursor: oldest.start,
        endCursor: null,
      },
    }
  }

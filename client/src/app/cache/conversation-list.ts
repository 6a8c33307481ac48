import { stringifyVariables } from '@urql/core'
import type { Cache, ResolveInfo, Resolver } from '@urql/exchange-graphcache'
import type { ConversationFilter } from '../../graphql/generated/graphql.ts'
import { liveConversations } from './live-entities.ts'

/** The arguments of a list of conversations. */
export type ListArguments = { first?: number; after?: string; filter?: ConversationFilter }

type Row = { key: string; position: string }

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

const sameList = (a: ListArguments, b: ListArguments): boolean =>
  a.first === b.first && stringifyVariables(a.filter ?? {}) === stringifyVariables(b.filter ?? {})

/** Connection keys of the fetched pages of one list, in the order in which they were fetched: top to bottom. */
const pagesOf = (cache: Cache, args: ListArguments): string[] =>
  cache
    .inspectFields('Query')
    .filter((field) => field.fieldName === 'conversations' && sameList(field.arguments ?? {}, args))
    .map((field) => cache.resolve('Query', field.fieldName, field.arguments ?? undefined))
    .filter((page) => typeof page === 'string')

const matches = (cache: Cache, key: string, filter: ConversationFilter | null | undefined): boolean => {
  const status = cache.resolve(key, 'status')
  if (typeof status !== 'string') return false
  if (filter?.status && !filter.status.some((wanted) => wanted === status)) return false
  return filter?.unread == null || cache.resolve(key, 'isUnread') === filter.unread
}

const rowOf = (cache: Cache, key: string): Row => ({
  key,
  position: String(cache.resolve(key, 'listPosition') ?? ''),
})

/** A row known only in part (an action on a conversation that no list has shown) can't be drawn yet. */
const isComplete = (cache: Cache, key: string): boolean =>
  cache.resolve(key, 'profile') !== undefined && cache.resolve(key, 'listPosition') !== undefined

/** As the server orders lists: by activity, of which the end of a snooze is one (R9, R26). */
const byActivity = (a: Row, b: Row): number =>
  a.position === b.position ? 0 : a.position < b.position ? 1 : -1

const listNodes = (
  cache: Cache,
  pages: string[],
  filter: ConversationFilter | null | undefined,
  more: boolean,
): string[] => {
  const fetched = new Set(pages.flatMap((page) => strings(cache.resolve(page, 'nodes'))))
  const rows = [...fetched].map((key) => rowOf(cache, key))
  const end = more ? (rows.map((row) => row.position).sort()[0] ?? '') : ''
  for (const key of liveConversations(cache)) {
    if (fetched.has(key)) continue
    const row = rowOf(cache, key)
    // Below the last fetched row it would leave a hole: the next page brings it.
    if (row.position >= end && isComplete(cache, key)) rows.push(row)
  }
  return rows
    .filter((row) => matches(cache, row.key, filter))
    .sort(byActivity)
    .map((row) => row.key)
}

/**
 * Reads a list of conversations: all its fetched pages and whatever the live feed or an action has touched, filtered
 * and ordered by what is true of each conversation now. So no change ever edits a list.
 */
export const conversationList: Resolver = (
  _parent: unknown,
  args: ListArguments,
  cache: Cache,
  _info: ResolveInfo,
) => {
  const pages = pagesOf(cache, args)
  const last = pages.at(-1)
  // The page asked for must be among them, or asking for it would never reach the server.
  if (!last || cache.resolve('Query', 'conversations', args) === undefined) return undefined
  if (!pages.some((page) => Array.isArray(cache.resolve(page, 'nodes')))) {
    return { __typename: 'ConversationConnection' }
  }
  const pageInfo = cache.resolve(last, 'pageInfo')
  const more = typeof pageInfo === 'string' && cache.resolve(pageInfo, 'hasNextPage') === true
  return {
    __typename: 'ConversationConnection',
    nodes: listNodes(cache, pages, args.filter, more),
    pageInfo: {
      __typename: 'PageInfo',
      hasNextPage: more,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: typeof pageInfo === 'string' ? cache.resolve(pageInfo, 'endCursor') : null,
    },
  }
}

import { readInAccount } from '../../platform/db/scoped-query.ts'
import { AppError } from '../../platform/errors.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import type { ConversationFilter } from '../conversations/conversation.graphql.ts'
import { searchText } from '../profiles/search-text.ts'

/** What lists are narrowed by beside statuses and read state: people who match all of it (R37, B9). */
export interface Narrowing {
  search: string | null
  /** Row ids; none of them matches anybody if the list is empty. */
  sourceIds: string[] | null
}

const MOST_SOURCES = 100

/** What a filter narrows by; null for nothing. BAD_USER_INPUT naming the field for what is out of bounds. */
export const narrowingOf = (filter: ConversationFilter | null | undefined): Narrowing | null => {
  const search = searchText('filter.search', filter?.search)
  const asked = filter?.sourceIds ?? []
  if (asked.length > MOST_SOURCES)
    throw new AppError('BAD_USER_INPUT', `filter.sourceIds must be at most ${MOST_SOURCES}`)
  const known = asked.map((id) => fromGlobalId('MessageSource', id)).filter((id) => id !== null)
  const sourceIds = asked.length > 0 ? known : null
  return search === null && sourceIds === null ? null : { search, sourceIds }
}

/** A condition on a conversation `c`, to be looked at row by row; its parameters are numbered from `first`. */
export interface Probe {
  name: string
  condition(first: number): string
  values: unknown[]
}

/** Who matches: the profiles' row ids, unless there are too many; and what is left to be looked at row by row. */
export interface Matching {
  people: string[] | null
  probes: Probe[]
}

/**
 * As many matches are looked up by index and put in order. Of more there is one in so few conversations that walking
 * down the list finds a page of them soon (docs/decisions/search.md).
 */
const MOST = 50_000
/** Counting stops at 10,000 conversations; they are looked for among this many matches. */
const MOST_COUNTED = 200_000

const SEARCH = {
  name: 'inbox_search',
  text: `
    select search_profiles(search_patterns($1), least($2, 10000), $3) as profiles,
      search_messages(search_query($1), $2, $3) as messages`,
}

// "offset 0" keeps these from being turned around: into reading all words, or all responses, of the account. What was
// searched for is worked out once, in the sub-selects of its own.
const searchProbe = (search: string): Probe => ({
  name: 'search',
  condition: (first) => `(
    exists (select from message_words w where w.account_id = $1 and w.profile_id = c.profile_id
      and w.words @@ (select search_query($${first})) offset 0)
    or cardinality((select search_patterns($${first}))) > 0 and exists (
      select from profiles p where p.account_id = $1 and p.id = c.profile_id
      and profile_search_text(p.name, p.email, p.phone_number) like all ((select search_patterns($${first}))::text[]) offset 0))`,
  values: [search],
})

const sourceProbe = (sourceIds: string[]): Probe => ({
  name: 'sources',
  condition: (first) => `
    exists (select from messages m where m.account_id = $1 and m.attribution_source_id = any ($${first}::uuid[])
      and m.profile_id = c.profile_id offset 0)`,
  values: [sourceIds],
})

/** What to look at each conversation for, where nobody was looked up. */
export const probesOf = ({ search, sourceIds }: Narrowing): Probe[] => [
  ...(search === null ? [] : [searchProbe(search)]),
  ...(sourceIds === null ? [] : [sourceProbe(sourceIds)]),
]

type Part = { people: string[] } | { probe: Probe }

const matchSearch = async (
  ctx: RequestContext,
  search: string,
  most: number,
  orSome: boolean,
): Promise<Part> => {
  const [row] = await readInAccount<{ profiles: string[] | null; messages: string[] | null }>(
    ctx.db.pool,
    ctx.actor.accountId,
    SEARCH,
    [search, most, orSome],
  )
  return row?.profiles && row.messages
    ? { people: [...new Set([...row.profiles, ...row.messages])] }
    : { probe: searchProbe(search) }
}

/** $1 account, $2 sources, $3 how many at most. Also for tests of plans. */
export const RESPONDERS = {
  name: 'inbox_responders',
  text: `
    select array_agg(distinct profile_id) as people, count(*) as n from (
      select profile_id from messages where account_id = $1 and attribution_source_id = any ($2::uuid[]) limit $3) m`,
}

const matchSources = async (
  ctx: RequestContext,
  sourceIds: string[],
  most: number,
  orSome: boolean,
): Promise<Part> => {
  const { accountId } = ctx.actor
  const [row] = await readInAccount<{ people: string[] | null; n: number }>(
    ctx.db.pool,
    accountId,
    RESPONDERS,
    [accountId, sourceIds, orSome ? most : most + 1],
  )
  return row && row.n > most ? { probe: sourceProbe(sourceIds) } : { people: row?.people ?? [] }
}

const findMatching = async (
  ctx: RequestContext,
  { search, sourceIds }: Narrowing,
  most: number,
  orSome: boolean,
): Promise<Matching> => {
  const parts = await Promise.all([
    ...(search === null ? [] : [matchSearch(ctx, search, most, orSome)]),
    ...(sourceIds === null ? [] : [matchSources(ctx, sourceIds, most, orSome)]),
  ])
  const sets = parts.flatMap((part) => ('people' in part ? [new Set(part.people)] : []))
  const [first, ...others] = sets
  return {
    people: first ? [...first].filter((id) => others.every((other) => other.has(id))) : null,
    probes: parts.flatMap((part) => ('probe' in part ? [part.probe] : [])),
  }
}

/** Who matches, for a page of the list. */
export const matchingOf = (ctx: RequestContext, narrowing: Narrowing): Promise<Matching> =>
  findMatching(ctx, narrowing, MOST, false)

/** Who matches, for counting: of what is very common, those who were come upon first. */
export const someMatching = async (ctx: RequestContext, narrowing: Narrowing): Promise<string[]> =>
  (await findMatching(ctx, narrowing, MOST_COUNTED, true)).people ?? []

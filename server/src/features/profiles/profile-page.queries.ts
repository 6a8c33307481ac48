import { RowReader } from '../../platform/db/row-reader.ts'
import { readInAccount, type ScopedStatement } from '../../platform/db/scoped-query.ts'
import { fromMomentCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { type PageReader, pageOf, type StatementSize, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { ProfileRow } from './profile.graphql.ts'
import { PROFILE_COLUMNS, readProfile } from './profile-row.ts'

export interface ProfileFilter {
  /** Not blank. */
  search: string | null
  blocked: boolean | null
}

/** Who matches a search: row ids, or patterns to look at each with where there are too many. */
type Matching = { people: string[] } | { patterns: string[] }

/** As many matches are looked up by trigrams and put in order; more are come upon soon by walking down the list. */
const MOST = 10_000

const MATCHING = {
  name: 'profiles_matching',
  text: `
    select q.patterns, search_profiles(q.patterns, $2, $3) as people
    from (select search_patterns($1) as patterns) q`,
}

const findMatching = async (ctx: RequestContext, search: string, orSome: boolean): Promise<Matching> => {
  const { accountId } = ctx.actor
  const [row] = await readInAccount<{ patterns: string[]; people: string[] | null }>(
    ctx.db.pool,
    accountId,
    MATCHING,
    [search, MOST, orSome],
  )
  if (!row) throw new Error('the search gave no row')
  return row.people ? { people: row.people } : { patterns: row.patterns }
}

const conditionOf = (blocked: boolean | null): string =>
  blocked === null ? '' : ` and p.blocked_at is ${blocked ? 'not ' : ''}null`

/** Those blocked last come first where only blocked ones are listed; else the newest. Each order has its index. */
const momentOf = ({ blocked }: ProfileFilter): string => (blocked ? 'blocked_at' : 'created_at')

/** A page: $1 account, $2 and $3 the place to stay behind, $4 people or patterns. Also for tests of plans. */
export const profilePageStatement = (
  filter: ProfileFilter,
  size: StatementSize,
  how: 'all' | 'people' | 'patterns',
): ScopedStatement => {
  const at = momentOf(filter)
  const where = `p.account_id = $1${conditionOf(filter.blocked)} and (p.${at}, p.id) < ($2::timestamptz, $3::uuid)`
  const order = `order by p.${at} desc, p.id desc limit ${size + 1}`
  const columns = `p.${at}::text, ${PROFILE_COLUMNS}`
  const text =
    how === 'people'
      ? `with found as materialized (
           select p.* from unnest($4::uuid[]) as person (id) join profiles p on p.id = person.id where ${where})
         select ${columns} from found p ${order}`
      : `select ${columns} from profiles p where ${where}
         ${how === 'all' ? '' : 'and profile_search_text(p.name, p.email, p.phone_number) like all ($4::text[])'} ${order}`
  return { name: `profiles_${how}_${filter.blocked}_${size}`, text, rowMode: 'array' }
}

const readListed = (values: unknown[]): ProfileRow => {
  const row = new RowReader(values)
  const cursorAt = row.next<string>()
  return Object.assign(readProfile(row), { cursorAt })
}

const cursorOf = (row: ProfileRow): string => toCursor(row.cursorAt ?? '', row.rowId)

/** Profiles, the newest first; blocked ones, if only those are asked for, by when they were blocked (B8, B9). */
export const profilePage = (
  ctx: RequestContext,
  asked: { first: number; after: string | null | undefined; filter: ProfileFilter },
): PageReader<ProfileRow> => {
  const { accountId } = ctx.actor
  const { filter, first } = asked
  const from = fromMomentCursor('after', asked.after)
  return async () => {
    const matching = filter.search === null ? null : await findMatching(ctx, filter.search, false)
    const how = matching === null ? 'all' : 'people' in matching ? 'people' : 'patterns'
    const statement = profilePageStatement(filter, statementSize(first), how)
    const values = [accountId, from.at, from.id, ...Object.values(matching ?? {})]
    const rows = await readInAccount<unknown[]>(ctx.db.pool, accountId, statement, values)
    return pageOf(rows.map(readListed), first, cursorOf, asked.after != null)
  }
}

const countStatement = ({ search, blocked }: ProfileFilter): ScopedStatement => ({
  name: `profiles_count_${search === null ? 'all' : 'people'}_${blocked}`,
  text: `select count(*) as n from (
    select from ${search === null ? 'profiles p' : 'unnest($2::uuid[]) as person (id) join profiles p on p.id = person.id'}
    where p.account_id = $1${conditionOf(blocked)} limit 10000) counted`,
})

/** How many profiles there are, counted up to 10,000. */
export const countProfiles = async (ctx: RequestContext, filter: ProfileFilter): Promise<number> => {
  const { accountId } = ctx.actor
  const matching = filter.search === null ? null : await findMatching(ctx, filter.search, true)
  const values = [accountId, ...Object.values(matching ?? {})]
  const [row] = await readInAccount<{ n: number }>(ctx.db.pool, accountId, countStatement(filter), values)
  return row?.n ?? 0
}

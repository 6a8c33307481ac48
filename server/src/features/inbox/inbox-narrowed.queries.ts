import { readInAccount, type ScopedStatement } from '../../platform/db/scoped-query.ts'
import { fromSequenceCursor } from '../../platform/graphql/cursor.ts'
import { type PageReader, pageOf, type StatementSize, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { type Matching, matchingOf, type Narrowing, someMatching } from './inbox-narrowing.ts'
import {
  cursorOf,
  type Extent,
  NEWEST,
  nameOfFilter,
  type PlainFilter,
  rowsOfPage,
} from './inbox-page.queries.ts'

const conditionsOf = ({ statuses, unread }: PlainFilter): string => {
  const byStatus = statuses.length > 0 ? ` and c.status in ('${statuses.join("', '")}')` : ''
  return byStatus + (unread === null ? '' : unread ? ' and c.is_unread' : ' and not c.is_unread')
}

/** The conversations of people who were looked up: $3 their profiles. Sorted, since no index has just these in order. */
const rowsOfPeople = (filter: PlainFilter, probe: string, size: StatementSize): string => `
  with found as materialized (
    select c.* from unnest($3::uuid[]) as person (id) join conversations c on c.profile_id = person.id
    where c.account_id = $1 and c.activity_seq < $2${conditionsOf(filter)}${probe}
  ) select * from found order by activity_seq desc limit ${size + 1}`

/** Of pages narrowed to people who match; made when first asked for. Also for tests of plans. */
export const narrowedStatement = (
  extent: Pick<Extent<unknown>, 'name' | 'columns' | 'joins'>,
  filter: PlainFilter,
  size: StatementSize,
  { people, probes }: Matching,
): ScopedStatement => {
  let next = people ? 4 : 3
  const conditions = probes.map((probe) => {
    const condition = ` and ${probe.condition(next)}`
    next += probe.values.length
    return condition
  })
  const rows = people
    ? rowsOfPeople(filter, conditions.join(''), size)
    : rowsOfPage(filter, size, conditions.join(''))
  const how = [people ? 'people' : 'walk', ...probes.map(({ name }) => name)].join('_')
  return {
    name: ['inbox', extent.name, how, nameOfFilter(filter), size].join('_').toLowerCase(),
    text: `
      select ${extent.columns} from (${rows}) c ${extent.joins}
      order by c.activity_seq desc`,
    rowMode: 'array',
  }
}

/** A page of the conversations whose people match, the latest activity first (R37, B9). */
export const narrowedPage = <Row extends { activitySeq: number }>(
  ctx: RequestContext,
  extent: Extent<Row>,
  asked: { first: number; after: string | null | undefined; filter: PlainFilter },
  narrowing: Narrowing,
): PageReader<Row> => {
  const { accountId } = ctx.actor
  const after = fromSequenceCursor('after', asked.after)
  return async () => {
    const matching = await matchingOf(ctx, narrowing)
    const { people, probes } = matching
    const statement = narrowedStatement(extent, asked.filter, statementSize(asked.first), matching)
    const values = [accountId, after ?? NEWEST, ...(people ? [people] : [])]
    const rows = await readInAccount<unknown[]>(ctx.db.pool, accountId, statement, [
      ...values,
      ...probes.flatMap((probe) => probe.values),
    ])
    return pageOf(rows.map(extent.read), asked.first, cursorOf, after !== null)
  }
}

const countStatement = (filter: PlainFilter): ScopedStatement => ({
  name: `inbox_count_people_${nameOfFilter(filter)}`.toLowerCase(),
  text: `
    select count(*) as n from (
      select from unnest($2::uuid[]) as person (id) join conversations c on c.profile_id = person.id
      where c.account_id = $1${conditionsOf(filter)} limit 10000) counted`,
})

/** How many there are in the whole list, counted up to 10,000. */
export const countNarrowed = async (
  ctx: RequestContext,
  filter: PlainFilter,
  narrowing: Narrowing,
): Promise<number> => {
  const { accountId } = ctx.actor
  const people = await someMatching(ctx, narrowing)
  const [row] = await readInAccount<{ n: number }>(ctx.db.pool, accountId, countStatement(filter), [
    accountId,
    people,
  ])
  return row?.n ?? 0
}

import { readInAccount, type ScopedStatement } from '../../platform/db/scoped-query.ts'
import { fromSequenceCursor } from '../../platform/graphql/cursor.ts'
import { type PageReader, pageOf, type StatementSize, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import {
  type Matching,
  matchingOf,
  type Narrowing,
  type Probe,
  probesOf,
  someMatching,
} from './inbox-narrowing.ts'
import {
  cursorOf,
  type Extent,
  NEWEST,
  nameOfFilter,
  type PlainFilter,
  rowsOfList,
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

const conditionsFrom = (probes: Probe[], first: number): string => {
  let next = first
  return probes
    .map((probe) => {
      const condition = ` and ${probe.condition(next)}`
      next += probe.values.length
      return condition
    })
    .join('')
}

type Columns = Pick<Extent<unknown>, 'name' | 'columns' | 'joins'>

const statementOf = (
  { name, columns, joins }: Columns,
  how: string,
  probes: Probe[],
  filter: PlainFilter,
  size: StatementSize,
  rows: string,
): ScopedStatement => ({
  name: ['inbox', name, how, ...probes.map((probe) => probe.name), nameOfFilter(filter), size]
    .join('_')
    .toLowerCase(),
  text: `select ${columns} from (${rows}) c ${joins} order by c.activity_seq desc`,
  rowMode: 'array',
})

/** Of pages narrowed to people who match. Also for tests of plans. */
export const narrowedStatement = (
  columns: Columns,
  filter: PlainFilter,
  size: StatementSize,
  { people, probes }: Matching,
): ScopedStatement => {
  const rows = people
    ? rowsOfPeople(filter, conditionsFrom(probes, 4), size)
    : rowsOfList(filter, size + 1, conditionsFrom(probes, 3))
  return statementOf(columns, people ? 'people' : 'walk', probes, filter, size, rows)
}

/** So many conversations are looked at one by one before anybody is looked up. */
const GLANCE = 600

/** A page out of the top of the list, if it is full: of what is very common it always is. Also for tests of plans. */
export const glanceStatement = (
  columns: Columns,
  filter: PlainFilter,
  size: StatementSize,
  probes: Probe[],
): ScopedStatement => {
  const rows = `
    select c.* from (${rowsOfList(filter, GLANCE)}) c where true${conditionsFrom(probes, 3)}
    order by c.activity_seq desc limit ${size + 1}`
  return statementOf(columns, 'glance', probes, filter, size, rows)
}

/**
 * A page of the conversations whose people match, the latest activity first (R37, B9): out of the top of the list, else
 * of people who are looked up, else by walking down the list (docs/decisions/search.md).
 */
export const narrowedPage = <Row extends { activitySeq: number }>(
  ctx: RequestContext,
  extent: Extent<Row>,
  asked: { first: number; after: string | null | undefined; filter: PlainFilter },
  narrowing: Narrowing,
): PageReader<Row> => {
  const { accountId } = ctx.actor
  const { first, filter } = asked
  const size = statementSize(first)
  const after = fromSequenceCursor('after', asked.after)
  const read = (statement: ScopedStatement, probes: Probe[], people: string[] | null): Promise<unknown[][]> =>
    readInAccount(ctx.db.pool, accountId, statement, [
      ...[accountId, after ?? NEWEST],
      ...(people ? [people] : []),
      ...probes.flatMap((probe) => probe.values),
    ])
  return async () => {
    const probes = probesOf(narrowing)
    let rows = await read(glanceStatement(extent, filter, size, probes), probes, null)
    if (rows.length <= first) {
      const matching = await matchingOf(ctx, narrowing)
      const statement = narrowedStatement(extent, filter, size, matching)
      rows = await read(statement, matching.probes, matching.people)
    }
    return pageOf(rows.map(extent.read), first, cursorOf, after !== null)
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

import { readInAccount, type ScopedStatement } from '../../platform/db/scoped-query.ts'
import { fromSequenceCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { type PageReader, pageOf, type StatementSize, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { ConversationFilter, ConversationRow } from '../conversations/conversation.graphql.ts'
import type { ConversationStatus } from '../conversations/conversation-rules.ts'
import { CONVERSATION_COLUMNS, CONVERSATION_JOINS, readConversation } from './conversation-row.ts'
import {
  LISTED_COLUMNS,
  LISTED_JOINS,
  type ListedConversation,
  PLAIN_LISTED_COLUMNS,
  readListed,
} from './listed-conversation.ts'

const allStatuses: ConversationStatus[] = ['OPEN', 'SNOOZED', 'CLOSED']

/** A filter that lists can be read by: statuses, none meaning all; and read, unread or both. */
export interface PlainFilter {
  statuses: ConversationStatus[]
  unread: boolean | null
}

/** The plain filter behind what was asked. */
export const plainFilter = (filter: ConversationFilter | null | undefined): PlainFilter => {
  const statuses = allStatuses.filter((status) => filter?.status?.includes(status))
  return { statuses, unread: filter?.unread ?? null }
}

/** The name of a plain filter, for the names of statements. */
export const nameOfFilter = ({ statuses, unread }: PlainFilter): string =>
  [...statuses, unread === null ? 'all' : unread ? 'unread' : 'read'].join('_')

const onePart = (limit: number, where: string): string => `
  select c.* from conversations c where c.account_id = $1 and c.activity_seq < $2${where}
  order by c.activity_seq desc limit ${limit}`

/**
 * The first rows of a list, merged out of one list by status and read state each, which have an index in their order:
 * `status = any(…)` would read and sort all rows of all of them (facts/performance.md), and an index for each list that
 * may be asked for would be written anew with every text. `probe` is a further condition on a conversation `c`.
 */
export const rowsOfList = ({ statuses, unread }: PlainFilter, limit: number, probe = ''): string => {
  const states =
    unread === null ? ['c.is_unread', 'not c.is_unread'] : [unread ? 'c.is_unread' : 'not c.is_unread']
  const parts = (statuses.length === 0 ? allStatuses : statuses).flatMap((status) =>
    states.map((state) => onePart(limit, ` and c.status = '${status}' and ${state}${probe}`)),
  )
  if (parts.length === 1) return parts[0] ?? ''
  return `${parts.map((part) => `(${part})`).join(' union all ')} order by activity_seq desc limit ${limit}`
}

/** How much of each conversation a page reads. */
export interface Extent<Row> {
  name: string
  columns: string
  joins: string
  read: (values: unknown[]) => Row
}

/** All there is of a conversation. */
export const WHOLE: Extent<ConversationRow> = {
  name: 'whole',
  columns: CONVERSATION_COLUMNS,
  joins: CONVERSATION_JOINS,
  read: readConversation,
}

/** What lists show. */
export const LISTED: Extent<ListedConversation> = {
  name: 'listed',
  columns: LISTED_COLUMNS,
  joins: LISTED_JOINS,
  read: readListed,
}

/** What every list shows, and nothing in the place of the rest. */
export const PLAIN: Extent<ListedConversation> = { ...LISTED, name: 'plain', columns: PLAIN_LISTED_COLUMNS }

const prepared = new Map<string, ScopedStatement>()

/** The statement of a page: one of at most 3 × 8 × 3 × 4, made when first asked for. */
export const pageStatement = (
  extent: Pick<Extent<unknown>, 'name' | 'columns' | 'joins'>,
  filter: PlainFilter,
  size: StatementSize,
): ScopedStatement => {
  const name = ['inbox', extent.name, nameOfFilter(filter), size].join('_').toLowerCase()
  const known = prepared.get(name)
  if (known) return known
  const text = `
    select ${extent.columns} from (${rowsOfList(filter, size + 1)}) c ${extent.joins}
    order by c.activity_seq desc`
  const statement = { name, text, rowMode: 'array' } as const
  prepared.set(name, statement)
  return statement
}

/** Behind the newest: a list without a cursor begins here. */
export const NEWEST = Number.MAX_SAFE_INTEGER

export const cursorOf = (row: { activitySeq: number }): string => toCursor(row.activitySeq)

/** Conversations with their person and latest message, the latest activity first, in one SQL (R37). */
export const inboxPage = <Row extends { activitySeq: number }>(
  ctx: RequestContext,
  extent: Extent<Row>,
  asked: { first: number; after: string | null | undefined; filter: PlainFilter },
): PageReader<Row> => {
  const { accountId } = ctx.actor
  const after = fromSequenceCursor('after', asked.after)
  const statement = pageStatement(extent, asked.filter, statementSize(asked.first))
  return async () => {
    const values = [accountId, after ?? NEWEST]
    const rows = await readInAccount<unknown[]>(ctx.db.pool, accountId, statement, values)
    return pageOf(rows.map(extent.read), asked.first, cursorOf, after !== null)
  }
}

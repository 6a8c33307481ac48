import { readInAccount } from '../../platform/db/scoped-query.ts'
import { fromMomentCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type PageReader, pageOf, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { Money } from '../orders/money.graphql.ts'
import type { MessageSourceRow, MessageSourceType } from './message-source.graphql.ts'

const columns = `id as "rowId", type, name, external_id as "externalId", sent_count as "sentCount",
  response_count as "responseCount", click_count as "clickCount", created_at::text as "cursorAt"`

const withId = (row: MessageSourceRow): MessageSourceRow => ({
  ...row,
  id: toGlobalId('MessageSource', row.rowId),
})

const BY_ID = {
  name: 'message_sources_by_id',
  text: `select ${columns} from message_sources where account_id = $1 and id = any($2::uuid[])`,
}

export const messageSourceById = defineLoader<MessageSourceRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<MessageSourceRow>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(
      withId,
    )
  },
  (source) => source.rowId,
)

/** What a source's credited orders are worth, by currency. */
export interface SourceRevenue {
  sourceId: string
  revenue: Money[]
}

const REVENUE = {
  name: 'message_sources_revenue',
  text: `
    select source_id as "sourceId", json_agg(json_build_object('amount', trim_scale(amount)::text, 'currencyCode', currency)
      order by currency) as revenue
    from source_revenue where account_id = $1 and source_id = any($2::uuid[]) and amount <> 0 group by source_id`,
}

/** Revenue by source; none of one that nothing was credited to. */
export const revenueOfSource = defineLoader<SourceRevenue>(
  (ctx, ids) => readInAccount(ctx.db.pool, ctx.actor.accountId, REVENUE, [ctx.actor.accountId, ids]),
  (row) => row.sourceId,
)

/** Pages of the list: $1 account, $2 and $3 where to go on, $4 type, $5 part of a name. */
export const SOURCE_PAGES = bySize((size) => ({
  name: `message_sources_${size}`,
  text: `
    select ${columns} from message_sources
    where account_id = $1 and (created_at, id) < ($2::timestamptz, $3::uuid)
      and ($4::text is null or type = $4) and ($5::text is null or position(lower($5) in lower(name)) > 0)
    order by created_at desc, id desc limit ${size + 1}`,
}))

export interface MessageSourceSearch {
  first: number
  after: string | null | undefined
  type: MessageSourceType | null | undefined
  /** Part of a name, in any case. An account has few sources, so this looks at each. */
  search: string | null | undefined
}

const cursorOf = (row: MessageSourceRow): string => toCursor(row.cursorAt, row.rowId)

/** Campaigns and flows, the newest first. */
export const messageSourcePage = (
  ctx: RequestContext,
  asked: MessageSourceSearch,
): PageReader<MessageSourceRow> => {
  const { accountId } = ctx.actor
  const from = fromMomentCursor('after', asked.after)
  return async () => {
    const rows = await readInAccount<MessageSourceRow>(
      ctx.db.pool,
      accountId,
      SOURCE_PAGES[statementSize(asked.first)],
      [accountId, from.at, from.id, asked.type ?? null, asked.search ?? null],
    )
    return pageOf(rows.map(withId), asked.first, cursorOf, asked.after != null)
  }
}

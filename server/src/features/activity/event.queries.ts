import { readInAccount } from '../../platform/db/scoped-query.ts'
import { AppError } from '../../platform/errors.ts'
import { fromMomentCursor, toCursor } from '../../platform/graphql/cursor.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import { bySize, type PageReader, pageOf, statementSize } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { fromGlobalId, toGlobalId } from '../../platform/ids.ts'
import type { EventRow, Metric } from './event.graphql.ts'

interface Columns {
  id: string
  at: string
  cursor_at: string
  properties: Record<string, unknown>
  value_amount: string | null
  value_currency: string | null
  message_id: string | null
  metric_id: string
  metric_name: string
}

const columns = `e.id, e.at, e.at::text as cursor_at, e.properties, trim_scale(e.value_amount)::text as value_amount,
  e.value_currency, e.message_id, e.metric_id, k.name as metric_name`

const toEvent = (row: Columns): EventRow => ({
  id: toGlobalId('Event', row.id),
  rowId: row.id,
  metric: { id: toGlobalId('Metric', row.metric_id), name: row.metric_name },
  at: row.at,
  cursorAt: row.cursor_at,
  properties: row.properties,
  value:
    row.value_amount === null || row.value_currency === null
      ? null
      : { amount: row.value_amount, currencyCode: row.value_currency },
  messageRowId: row.message_id,
})

const BY_ID = {
  name: 'events_by_id',
  text: `select ${columns} from events e join metrics k on k.id = e.metric_id where e.account_id = $1 and e.id = any($2::uuid[])`,
}

export const eventById = defineLoader<EventRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<Columns>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(toEvent)
  },
  (event) => event.rowId,
)

/** $1 account, $2 profile, $3 and $4 the place to stay behind. Also for tests of plans. */
export const EVENT_PAGES = bySize((size) => ({
  name: `events_${size}`,
  text: `
    select ${columns} from events e join metrics k on k.id = e.metric_id
    where e.account_id = $1 and e.profile_id = $2 and (e.at, e.id) < ($3::timestamptz, $4::uuid)
    order by e.at desc, e.id desc limit ${size + 1}`,
}))

/** Of some metrics, $5: so many of each by its index, and of these the newest. Whoever did much else costs nothing. */
export const EVENT_PAGES_OF_METRICS = bySize((size) => ({
  name: `events_of_metrics_${size}`,
  text: `
    select ${columns} from unnest($5::uuid[]) as asked (id) join metrics k on k.account_id = $1 and k.id = asked.id, lateral (
      select * from events
      where account_id = $1 and profile_id = $2 and metric_id = k.id and (at, id) < ($3::timestamptz, $4::uuid)
      order by at desc, id desc limit ${size + 1}
    ) e order by e.at desc, e.id desc limit ${size + 1}`,
}))

const MOST_METRICS = 50

/** Row ids of those that may be metrics, each once. BAD_USER_INPUT for more than 50. */
const metricsOf = (asked: string[]): string[] => {
  if (asked.length > MOST_METRICS)
    throw new AppError('BAD_USER_INPUT', `metricIds must be at most ${MOST_METRICS}`)
  const known = asked.map((id) => fromGlobalId('Metric', id)).filter((id) => id !== null)
  return [...new Set(known)]
}

const cursorOf = (event: EventRow): string => toCursor(event.cursorAt, event.rowId)

export interface EventSearch {
  first: number
  after: string | null | undefined
  metricIds: string[] | null | undefined
}

/** What a person did, the newest first. A metric that isn't the account's matches nothing (R3). */
export const eventPage = (
  ctx: RequestContext,
  profileId: string,
  asked: EventSearch,
): PageReader<EventRow> => {
  const { accountId } = ctx.actor
  const from = fromMomentCursor('after', asked.after)
  const metrics = asked.metricIds ? metricsOf(asked.metricIds) : null
  const statements = metrics ? EVENT_PAGES_OF_METRICS : EVENT_PAGES
  return async () => {
    const values = [accountId, profileId, from.at, from.id, ...(metrics ? [metrics] : [])]
    const rows = await readInAccount<Columns>(
      ctx.db.pool,
      accountId,
      statements[statementSize(asked.first)],
      values,
    )
    return pageOf(rows.map(toEvent), asked.first, cursorOf, asked.after != null)
  }
}

export interface MetricRow extends Metric {
  rowId: string
}

const toMetric = (row: { rowId: string; name: string }): MetricRow => ({
  ...row,
  id: toGlobalId('Metric', row.rowId),
})

const METRICS_BY_ID = {
  name: 'metrics_by_id',
  text: 'select id as "rowId", name from metrics where account_id = $1 and id = any($2::uuid[])',
}

export const metricById = defineLoader<MetricRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<{ rowId: string; name: string }>(ctx.db.pool, accountId, METRICS_BY_ID, [
      accountId,
      ids,
    ])
    return rows.map(toMetric)
  },
  (metric) => metric.rowId,
)

const METRICS = {
  name: 'metrics_of_account',
  text: 'select id as "rowId", name from metrics where account_id = $1 order by name limit 1000',
}

/** The kinds of activity that the account knows, by name: the first thousand. */
export const metricsOfAccount = async (ctx: RequestContext): Promise<MetricRow[]> => {
  const { accountId } = ctx.actor
  return (
    await readInAccount<{ rowId: string; name: string }>(ctx.db.pool, accountId, METRICS, [accountId])
  ).map(toMetric)
}

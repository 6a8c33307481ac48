import type { WriteContext } from '../../platform/context.ts'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { newId } from '../../platform/ids.ts'

/** Something that a person did or that happened to them (R31); texts in it are storable already. */
export interface Activity {
  /** Row id of a profile of the account. */
  profileId: string
  /** Name of its metric, which is made if the account has none of that name. */
  metric: string
  at: Date
  /** The details, shown as they are. */
  properties?: Record<string, unknown>
  /** What it was worth: a decimal as a string, and an ISO 4217 code. */
  value?: { amount: string; currencyCode: string }
  /** Row id of the message that it is about. */
  messageId?: string | null
  /** With the same metric the same id is the same event: the second is left out. */
  uniqueId?: string
}

const METRICS = `
  insert into metrics (id, account_id, name)
  select n.id, entered_account(), n.name from json_to_recordset($1::json) as n(id uuid, name text)
  where not exists (select from metrics k where k.account_id = entered_account() and k.name = n.name)
  on conflict (account_id, name) do nothing`

const EVENTS = `
  insert into events (id, account_id, profile_id, metric_id, at, unique_id, properties, value_amount, value_currency, message_id)
  select n.id, entered_account(), n.profile_id, k.id, n.at, n.unique_id, n.properties, n.value_amount, n.value_currency, n.message_id
  from json_to_recordset($1::json) as n(id uuid, profile_id uuid, metric text, at timestamptz, unique_id text,
    properties jsonb, value_amount numeric, value_currency text, message_id uuid)
  join metrics k on k.account_id = entered_account() and k.name = n.metric
  on conflict (account_id, metric_id, unique_id) where unique_id is not null do nothing
  returning id`

const RECORDED = `
  select n.id as asked, e.id
  from json_to_recordset($1::json) as n(id uuid, metric text, unique_id text)
  join metrics k on k.account_id = entered_account() and k.name = n.metric
  join events e on e.account_id = entered_account() and e.metric_id = k.id and e.unique_id = n.unique_id`

const eventRow = (activity: Activity) => ({
  id: newId(),
  profile_id: activity.profileId,
  metric: activity.metric,
  at: activity.at,
  unique_id: activity.uniqueId,
  properties: activity.properties ?? {},
  value_amount: activity.value?.amount,
  value_currency: activity.value?.currencyCode,
  message_id: activity.messageId,
})

/** The statement that makes the metrics of these names, where there are none yet; for those who write events by SQL. */
export const metricsStatement = (names: Iterable<string>): Statement => ({
  name: 'activity_metrics',
  text: METRICS,
  values: [JSON.stringify([...new Set(names)].map((name) => ({ id: newId(), name })))],
})

const statementsOf = (rows: ReturnType<typeof eventRow>[]): [metrics: Statement, events: Statement] => [
  metricsStatement(rows.map((row) => row.metric)),
  { name: 'activity_events', text: EVENTS, values: [JSON.stringify(rows)] },
]

/**
 * The statements that record activity within a batch's transaction (R31), for any number of people; none for none.
 * Their profiles must be there by then.
 */
export const activityStatements = (activities: Activity[]): Statement[] =>
  activities.length === 0 ? [] : statementsOf(activities.map(eventRow))

/**
 * Records activity in the action's transaction (R31). Gives the event's row id for each, in order: of one that was
 * there already, by its `uniqueId`, the id that it has.
 */
export const recordActivity = async (ctx: WriteContext, activities: Activity[]): Promise<string[]> => {
  if (activities.length === 0) return []
  const rows = activities.map(eventRow)
  const [metrics, events] = statementsOf(rows)
  await sql(ctx, metrics.text, metrics.values)
  const written = new Set((await sql<{ id: string }>(ctx, events.text, events.values)).map(({ id }) => id))
  const known = rows.filter(({ id }) => !written.has(id))
  if (known.length === 0) return rows.map(({ id }) => id)
  const recorded = await sql<{ asked: string; id: string }>(ctx, RECORDED, [JSON.stringify(known)])
  const idOf = new Map(recorded.map(({ asked, id }) => [asked, id]))
  return rows.map(({ id }) => idOf.get(id) ?? id)
}

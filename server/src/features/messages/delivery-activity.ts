import type { WriteContext } from '../../platform/context.ts'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { newId } from '../../platform/ids.ts'
import { metrics } from '../activity/metrics.ts'
import { metricsStatement } from '../activity/record-activity.ts'
import type { MessageKind, MessageStatus } from './message.ts'

/** What became of a message, as far as it decides whether the person's activity tells of it. */
interface Outcome {
  id: string
  kind: MessageKind
  status: MessageStatus
}

/** The details come from the rows as the transaction leaves them; a message is in each metric once. */
const EVENTS = `
  insert into events (id, account_id, profile_id, metric_id, at, unique_id, properties, message_id)
  select n.event_id, entered_account(), m.profile_id, k.id,
    case when n.metric = '${metrics.receivedSms}' then coalesce(m.delivered_at, m.sent_at, now()) else now() end, m.id::text,
    jsonb_strip_nulls(jsonb_build_object('kind', m.kind, 'status', m.status, 'code', m.failure_code,
      'campaign', case when o.type = 'CAMPAIGN' then o.name end, 'flow', case when o.type = 'FLOW' then o.name end)), m.id
  from json_to_recordset($1::json) as n(id uuid, event_id uuid, metric text)
  join messages m on m.id = n.id and m.account_id = entered_account()
  join metrics k on k.account_id = entered_account() and k.name = n.metric
  left join message_sources o on o.id = m.source_id
  on conflict (account_id, metric_id, unique_id) where unique_id is not null do nothing`

const metricOf = ({ kind, status }: Outcome): string | null => {
  if (status === 'FAILED' || status === 'UNDELIVERED') return metrics.failedToDeliverSms
  if (status === 'DELIVERED' && (kind === 'CAMPAIGN' || kind === 'FLOW')) return metrics.receivedSms
  return null
}

/**
 * The statements that put failures of any message, and receipts of campaigns and flows, into the activity of their
 * people (R31); to go behind those that write the messages. None, if there is nothing to tell.
 */
export const deliveryActivity = (outcomes: Outcome[]): Statement[] => {
  const rows = outcomes.flatMap((outcome) => {
    const metric = metricOf(outcome)
    return metric === null ? [] : [{ id: outcome.id, event_id: newId(), metric }]
  })
  if (rows.length === 0) return []
  return [
    metricsStatement(rows.map((row) => row.metric)),
    { name: 'delivery_activity', text: EVENTS, values: [JSON.stringify(rows)] },
  ]
}

/** The same inside an action's transaction. */
export const recordDelivery = async (ctx: WriteContext, outcome: Outcome): Promise<void> => {
  for (const { text, values } of deliveryActivity([outcome])) await sql(ctx, text, values)
}

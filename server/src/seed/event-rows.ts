import { v7 } from 'uuid'
import type { DemoEvent } from './events.ts'

/** Rows of `metrics`, and of the `events` that belong to them. */
export const eventRows = (
  accountId: string,
  events: DemoEvent[],
): { metrics: Record<string, unknown>[]; events: Record<string, unknown>[] } => {
  const metricIds = new Map([...new Set(events.map(({ metric }) => metric))].map((name) => [name, v7()]))
  return {
    metrics: [...metricIds].map(([name, id]) => ({ id, account_id: accountId, name })),
    events: events.map(({ metric, person, at, uniqueId, properties, value, messageId }) => ({
      id: v7({ msecs: at.getTime() }),
      account_id: accountId,
      profile_id: person.id,
      metric_id: metricIds.get(metric),
      at,
      unique_id: uniqueId,
      properties,
      value_amount: value === undefined ? null : (value / 100).toFixed(2),
      value_currency: value === undefined ? null : 'USD',
      message_id: messageId ?? null,
    })),
  }
}

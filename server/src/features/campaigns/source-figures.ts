import type { Statement } from '../../platform/db/batch-transaction.ts'

/** What a source gains (or, with a negative figure, gives back). */
export interface SourceCredit {
  /** Row id of the campaign or flow. */
  sourceId: string
  /** Messages that went out for the first time: their `sent_at` was empty before. */
  sent?: number
  /** Texts attributed to it (R38). */
  responses?: number
  /** Credited orders (R34): a decimal as a string, below zero for what is given back, and an ISO 4217 code. */
  revenue?: { amount: string; currencyCode: string }
}

/** Somebody who followed a link of a message of a source. */
export interface SourceClick {
  sourceId: string
  profileId: string
}

const COUNTS = `
  update message_sources s set sent_count = s.sent_count + n.sent, response_count = s.response_count + n.responses
  from json_to_recordset($1::json) as n(id uuid, sent int, responses int)
  where s.account_id = entered_account() and s.id = n.id`

const REVENUE = `
  insert into source_revenue as r (account_id, source_id, currency, amount)
  select entered_account(), n.source_id, n.currency, sum(n.amount)
  from json_to_recordset($1::json) as n(source_id uuid, currency text, amount numeric)
  group by n.source_id, n.currency
  on conflict (account_id, source_id, currency) do update set amount = r.amount + excluded.amount`

const CLICKS = `
  with first as (
    insert into source_clickers (account_id, source_id, profile_id)
    select distinct entered_account(), n.source_id, n.profile_id
    from json_to_recordset($1::json) as n(source_id uuid, profile_id uuid)
    on conflict do nothing
    returning source_id
  )
  update message_sources s set click_count = s.click_count + n.clicks
  from (select source_id, count(*)::int as clicks from first group by source_id) n
  where s.account_id = entered_account() and s.id = n.source_id`

/**
 * The statements that credit sources of the account, for the transaction of what they are credited with and under its
 * account's lock; none for nothing. The figures are what a recount gives (source-figures.test.ts).
 */
export const creditSources = (credits: SourceCredit[]): Statement[] => {
  const counts = new Map<string, { id: string; sent: number; responses: number }>()
  for (const { sourceId, sent = 0, responses = 0 } of credits) {
    if (sent === 0 && responses === 0) continue
    const count = counts.get(sourceId) ?? { id: sourceId, sent: 0, responses: 0 }
    count.sent += sent
    count.responses += responses
    counts.set(sourceId, count)
  }
  const revenue = credits.flatMap(({ sourceId, revenue }) =>
    revenue ? [{ source_id: sourceId, currency: revenue.currencyCode, amount: revenue.amount }] : [],
  )
  return [
    ...(counts.size > 0 ? [statement('source_counts', COUNTS, [...counts.values()])] : []),
    ...(revenue.length > 0 ? [statement('source_revenue', REVENUE, revenue)] : []),
  ]
}

/**
 * The statements that count people who clicked (R34), each once for a source however often they click; none for no
 * click. For the transaction that records the clicks.
 */
export const creditClicks = (clicks: SourceClick[]): Statement[] =>
  clicks.length === 0
    ? []
    : [
        statement(
          'source_clicks',
          CLICKS,
          clicks.map(({ sourceId, profileId }) => ({ source_id: sourceId, profile_id: profileId })),
        ),
      ]

const statement = (name: string, text: string, rows: unknown[]): Statement => ({
  name,
  text,
  values: [JSON.stringify(rows)],
})

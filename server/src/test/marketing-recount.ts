import type { SourceClick } from '../features/campaigns/source-figures.ts'
import type { BuiltAccount, World } from './build.ts'

/** What was clicked and ordered, in a test's own books. */
export interface Ledger {
  clicks: SourceClick[]
  revenue: { sourceId: string; currency: string; cents: number }[]
}

const select = async (
  world: World,
  { accountId }: BuiltAccount,
  text: string,
): Promise<Record<string, unknown>[]> => (await world.owner.query(text, [accountId])).rows

/** The figures of an account's sources as they are kept. */
export const keptFigures = (world: World, account: BuiltAccount) =>
  select(
    world,
    account,
    `
    select id, sent_count as sent, response_count as responses, click_count as clicks,
      (select coalesce(jsonb_object_agg(currency, amount), '{}') from source_revenue r where r.source_id = s.id and amount <> 0) as revenue
    from message_sources s where account_id = $1 order by id`,
  )

/** The same, counted from the messages, and from what was clicked and ordered. */
export const recountedFigures = async (world: World, account: BuiltAccount, { clicks, revenue }: Ledger) =>
  (
    await select(
      world,
      account,
      `
      select s.id, (select count(*)::int from messages m where m.source_id = s.id and m.sent_at is not null) as sent,
        (select count(*)::int from messages m where m.attribution_source_id = s.id) as responses
      from message_sources s where s.account_id = $1 order by s.id`,
    )
  ).map((row) => {
    const sums: Record<string, number> = {}
    for (const one of revenue)
      if (one.sourceId === row.id) sums[one.currency] = (sums[one.currency] ?? 0) + one.cents
    const worth = Object.entries(sums).filter(([, cents]) => cents !== 0)
    return {
      ...row,
      clicks: new Set(clicks.flatMap((click) => (click.sourceId === row.id ? [click.profileId] : []))).size,
      revenue: Object.fromEntries(worth.map(([currency, cents]) => [currency, cents / 100])),
    }
  })

/** What the account's people received last, as it is kept (R38). */
export const keptLast = (world: World, account: BuiltAccount) =>
  select(
    world,
    account,
    `
    select profile_id, message_id, source_id, is_answered, date_trunc('milliseconds', at) as at
    from last_received where account_id = $1 order by profile_id`,
  )

/** The same, looked up in the messages. */
export const recountedLast = (world: World, account: BuiltAccount) =>
  select(
    world,
    account,
    `
    select distinct on (m.profile_id) m.profile_id, m.id as message_id, m.source_id,
      exists (select from messages i where i.profile_id = m.profile_id and i.direction = 'INBOUND'
        and i.created_at > m.sent_at and i.attribution_reason <> 'KEYWORD') as is_answered,
      date_trunc('milliseconds', m.sent_at) as at
    from messages m
    where m.account_id = $1 and m.kind in ('CAMPAIGN', 'FLOW', 'REPLY') and m.status in ('SENT', 'DELIVERED')
    order by m.profile_id, m.sent_at desc, m.seq desc`,
  )

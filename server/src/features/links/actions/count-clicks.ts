import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { metrics } from '../../activity/metrics.ts'
import { recordActivity } from '../../activity/record-activity.ts'
import { creditClicks } from '../../campaigns/source-figures.ts'

interface Click {
  id: string
  linkId: string
  profileId: string
  messageId: string
  sourceId: string | null
  at: Date
  url: string
  target: string
  conversationId: string | null
}

/** Clicks in one transaction: the account's other writers wait no longer than for these. */
const BATCH = 500

/** The oldest first. */
export const UNCOUNTED = `
  select c.id, c.link_id as "linkId", c.profile_id as "profileId", c.message_id as "messageId", c.source_id as "sourceId",
    c.at, l.base || l.slug as url, l.target, v.id as "conversationId"
  from link_clicks c
  join short_links l on l.id = c.link_id
  left join conversations v on v.profile_id = c.profile_id
  where c.account_id = entered_account() and not c.is_counted
  order by c.id limit ${BATCH}`

const COUNT = `
  with counted as (
    update link_clicks c set is_counted = true
    from json_array_elements_text($1::json) as n(id)
    where c.account_id = entered_account() and c.id = n.id::uuid
    returning c.link_id, c.at
  )
  update short_links l set clicks = l.clicks + n.clicks, first_clicked_at = least(l.first_clicked_at, n.first)
  from (select link_id, count(*)::int as clicks, min(at) as first from counted group by link_id) n
  where l.account_id = entered_account() and l.id = n.link_id`

/**
 * Counts the clicks of an account that are recorded but not counted yet (R34): on their links, as "Clicked SMS" in
 * people's activity (R31), and for campaigns and flows each person once. Tells of each message by MESSAGE_CHANGED.
 * Gives how many there were; to be called again while there are any.
 */
export const countClicks = (ctx: Context): Promise<number> =>
  inTransaction(ctx, async (ctx) => {
    const clicks = (await sql<Omit<Click, 'at'> & { at: string }>(ctx, UNCOUNTED, [])).map(
      (click): Click => ({ ...click, at: new Date(click.at) }),
    )
    if (clicks.length === 0) return 0
    await sql(ctx, COUNT, [JSON.stringify(clicks.map(({ id }) => id))])
    await recordActivity(ctx, clicks.map(activityOf))
    const ofSources = clicks.flatMap(({ sourceId, profileId }) => (sourceId ? [{ sourceId, profileId }] : []))
    for (const { text, values } of creditClicks(ofSources)) await sql(ctx, text, values)
    tell(ctx, clicks)
    return clicks.length
  })

const activityOf = ({ id, profileId, messageId, at, url, target }: Click) => ({
  profileId,
  metric: metrics.clickedSms,
  at,
  properties: { url, target },
  messageId,
  uniqueId: id,
})

const tell = (ctx: WriteContext, clicks: Click[]): void => {
  const messages = new Map(clicks.map((click) => [click.messageId, click]))
  for (const { messageId, conversationId, profileId } of messages.values())
    recordChange(ctx, { kind: 'MESSAGE_CHANGED', messageId, conversationId, profileId })
}

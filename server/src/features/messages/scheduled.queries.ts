import { RowReader } from '../../platform/db/row-reader.ts'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import type { MessageRow } from './message.graphql.ts'
import { MESSAGE_COLUMNS, readMessage } from './message-row.ts'

/** What waits for a person. */
interface ScheduledForPerson {
  profileRowId: string
  messages: MessageRow[]
}

/**
 * $1 account, $2 profiles. For each an index scan of `messages_scheduled`, which has its order, and holds nothing that
 * is not scheduled: the same few rows in an account of 1,000,000 conversations.
 */
export const SCHEDULED = {
  name: 'messages_scheduled',
  text: `
    select m.* from unnest($2::uuid[]) as asked (id) cross join lateral (
      select ${MESSAGE_COLUMNS} from messages m
      where m.account_id = $1 and m.profile_id = asked.id and m.status = 'SCHEDULED'
      order by m.scheduled_at, m.seq limit 100
    ) m`,
  rowMode: 'array',
} as const

/** What waits for people, by the profile's row id, the soonest first. */
export const scheduledByProfile = defineLoader<ScheduledForPerson>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<unknown[]>(ctx.db.pool, accountId, SCHEDULED, [accountId, ids])
    const messages = rows.map((values) => readMessage(new RowReader(values)))
    return [...Map.groupBy(messages, (message) => message.profileRowId)].map(([profileRowId, messages]) => ({
      profileRowId,
      messages,
    }))
  },
  (person) => person.profileRowId,
)

import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { ITEMS_AT_ONCE } from '../bulk.ts'

const FIND = 'select id from message_sources where account_id = entered_account() and id = $1'

/** Found by the index of external ids, which has the messages of a source together. */
export const CANCEL = `
  update messages m set status = 'CANCELED', paced_at = null, held_reason = null
  from (
    select id from messages
    where account_id = entered_account() and source_id = $1 and external_id is not null and paced_at is not null
      and status in ('QUEUED', 'SCHEDULED')
    limit ${ITEMS_AT_ONCE}
  ) waiting
  where m.account_id = entered_account() and m.id = waiting.id
  returning m.id, m.profile_id as "profileId",
    (select c.id from conversations c where c.profile_id = m.profile_id) as "conversationId"`

/**
 * Calls off what a campaign or flow has waiting: messages that have had their turn are on their way. Gives how many.
 * A part at a time, as they were taken: the account's other writers get in between.
 * @throws UserErrors NOT_FOUND
 */
export const cancelSourceMessages = async (
  ctx: Context,
  sourceId: string,
): Promise<{ sourceId: string; canceled: number }> => {
  let canceled = 0
  for (;;) {
    const part = await inTransaction(ctx, (ctx) => cancelPart(ctx, sourceId))
    canceled += part
    if (part < ITEMS_AT_ONCE) return { sourceId, canceled }
  }
}

const cancelPart = async (ctx: WriteContext, sourceId: string): Promise<number> => {
  const [source] = await sql(ctx, FIND, [sourceId])
  if (!source) throw userError('NOT_FOUND', 'There is no such campaign or flow.', ['sourceId'])
  const rows = await sql<{ id: string; profileId: string; conversationId: string | null }>(ctx, CANCEL, [
    sourceId,
  ])
  for (const { id, ...whose } of rows) recordChange(ctx, { kind: 'MESSAGE_CHANGED', messageId: id, ...whose })
  return rows.length
}

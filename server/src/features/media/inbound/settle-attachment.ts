import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import type { DueAttachment } from './claim-attachments.ts'

/** How fetching an attachment ended. `problem` is a code for the operator. */
export type FetchOutcome =
  | { kind: 'STORED'; mediaId: string }
  | { kind: 'LATER'; problem: string }
  | { kind: 'GIVEN_UP'; problem: string }

/** Waits after each failure in seconds; after the last the attachment is given up. */
const DELAYS_S = [5, 30, 120, 600, 3_600, 21_600, 86_400]

/** Only the latest attempt settles: one whose lease ran out may have been made again. */
const SETTLE = `
  update inbound_media set state = $4, media_id = $5, problem = $6, due_at = coalesce($7, due_at)
  where account_id = entered_account() and message_id = $1 and position = $2 and attempts = $3 and state = 'WAITING'
  returning position`

const ATTACH = `update media set attached_at = $2 where account_id = entered_account() and id = $1`

/** In the order in which they came with the text, whichever was fetched first. */
const SHOW = `
  update messages m set hidden_media_count = greatest(m.hidden_media_count - 1, 0),
    media_ids = (
      select array_agg(a.media_id order by a.position) from inbound_media a
      where a.account_id = m.account_id and a.message_id = m.id and a.media_id is not null)
  where m.account_id = entered_account() and m.id = $1
  returning m.profile_id as "profileId",
    (select c.id from conversations c where c.profile_id = m.profile_id) as "conversationId"`

const WHOSE = `
  select m.profile_id as "profileId", (select c.id from conversations c where c.profile_id = m.profile_id) as "conversationId"
  from messages m where m.account_id = entered_account() and m.id = $1`

/** Writes what became of an attempt. What was stored shows in the thread, and what was given up says so, live (R11, B1). */
export const settleAttachment = (
  ctx: Context,
  attachment: DueAttachment,
  outcome: FetchOutcome,
): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const { messageId, position, attempt } = attachment
    const delay = DELAYS_S[attempt - 1]
    const isOver = outcome.kind === 'GIVEN_UP' || (outcome.kind === 'LATER' && delay === undefined)
    const settled = await sql(ctx, SETTLE, [
      ...[messageId, position, attempt],
      outcome.kind === 'STORED' ? 'STORED' : isOver ? 'GIVEN_UP' : 'WAITING',
      outcome.kind === 'STORED' ? outcome.mediaId : null,
      outcome.kind === 'STORED' ? null : outcome.problem,
      delay === undefined ? null : new Date(Date.now() + delay * 1_000),
    ])
    if (settled.length === 0 || (outcome.kind === 'LATER' && !isOver)) return
    if (outcome.kind === 'STORED') await sql(ctx, ATTACH, [outcome.mediaId, new Date()])
    const show = outcome.kind === 'STORED' ? SHOW : WHOSE
    const [message] = await sql<{ profileId: string; conversationId: string | null }>(ctx, show, [messageId])
    if (message) recordChange(ctx, { kind: 'MESSAGE_CHANGED', messageId, ...message })
  })

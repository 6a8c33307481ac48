import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { WriteContext } from '../../../platform/context.ts'
import { sql } from '../../../platform/db/in-transaction.ts'
import { deliveryActivity } from '../delivery-activity.ts'
import type { PacedMessage } from './paced-message.ts'

/** A message that is handed over now, with its text as it is sent. */
export interface Started extends PacedMessage {
  written: { text: string; encoding: string; segments: number }
}

const START = `
  update messages m set status = 'QUEUED', held_reason = null, paced_at = null, text = n.text, encoding = n.encoding,
    segments = n.segments, composition = null, seq = n.seq, send_started_at = now(), send_attempts = m.send_attempts + 1,
    carrier_sequence = -1
  from json_to_recordset($1::json) as n(id uuid, text text, encoding text, segments int, seq bigint)
  where m.account_id = entered_account() and m.id = n.id`

/** What waited for longer than this stands where the person gets it: after all that went before (R12). */
const STAYS_SECONDS = 10

const isShown = (message: Started): boolean =>
  message.status === 'SCHEDULED' || message.written.text !== message.text || message.age > STAYS_SECONDS

/** Marks messages as under way, before the carrier is called (R22). */
export const startMessages = async (ctx: WriteContext, messages: Started[]): Promise<void> => {
  const rows = messages.map((message) => ({
    id: message.id,
    ...message.written,
    seq: isShown(message) ? changed(ctx, message) : message.seq,
  }))
  if (rows.length > 0) await sql(ctx, START, [JSON.stringify(rows)])
}

const REFUSE = `
  update messages m set status = 'FAILED', failure_code = n.code, paced_at = null, held_reason = null
  from json_to_recordset($1::json) as n(id uuid, code text)
  where m.account_id = entered_account() and m.id = n.id`

/** Fails messages with their reasons, for their people's activity to tell (R31). */
export const refuseMessages = async (
  ctx: WriteContext,
  refused: { message: PacedMessage; code: string }[],
): Promise<void> => {
  if (refused.length === 0) return
  await sql(ctx, REFUSE, [JSON.stringify(refused.map(({ message, code }) => ({ id: message.id, code })))])
  const outcomes = refused.map(({ message }) => ({
    id: message.id,
    kind: message.kind,
    status: 'FAILED' as const,
  }))
  for (const { text, values } of deliveryActivity(outcomes)) await sql(ctx, text, values)
  for (const { message } of refused) changed(ctx, message)
}

const HOLD = `
  update messages m set status = 'SCHEDULED', held_reason = 'QUIET_HOURS', scheduled_at = n.until, paced_at = n.until
  from json_to_recordset($1::json) as n(id uuid, until timestamptz)
  where m.account_id = entered_account() and m.id = n.id`

/** Keeps messages until quiet hours end (R25). */
export const holdMessages = async (
  ctx: WriteContext,
  held: { message: PacedMessage; until: Date }[],
): Promise<void> => {
  if (held.length === 0) return
  await sql(ctx, HOLD, [JSON.stringify(held.map(({ message, until }) => ({ id: message.id, until })))])
  for (const { message } of held) changed(ctx, message)
}

const WAIT = `
  update messages m set paced_at = case when n.seconds is not null then now() + n.seconds * interval '1 second' end
  from json_to_recordset($1::json) as n(id uuid, seconds int)
  where m.account_id = entered_account() and m.id = n.id`

/** Looks at messages again after so many seconds; never, with null. Nobody sees that. */
export const putBackMessages = async (
  ctx: WriteContext,
  waiting: { message: PacedMessage; seconds: number | null }[],
): Promise<void> => {
  if (waiting.length === 0) return
  await sql(ctx, WAIT, [JSON.stringify(waiting.map(({ message, seconds }) => ({ id: message.id, seconds })))])
}

const changed = (ctx: WriteContext, { id, conversationId, profileId }: PacedMessage): number =>
  recordChange(ctx, { kind: 'MESSAGE_CHANGED', messageId: id, conversationId, profileId })

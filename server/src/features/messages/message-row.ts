import { leaveOut } from '../../platform/db/leave-out.ts'
import type { RowReader } from '../../platform/db/row-reader.ts'
import { askOfOperation } from '../../platform/graphql/every-field.ts'
import { globalIdOf, rowIdOf } from '../../platform/ids.ts'
import { explainFailure } from '../carrier/error-codes.ts'
import type { MessageFailure, MessageRow } from './message.graphql.ts'
import type { AttributionReason } from './message-enums.graphql.ts'

/** The columns that `readMessage` takes, in its order, of the table known as `m`. */
export const MESSAGE_COLUMNS = `${globalIdOf('Message', 'm.id')}, m.profile_id, m.seq, m.direction, m.kind, m.text, m.media_ids, m.hidden_media_count, m.status,
  m.failure_code, m.encoding, m.segments, m.sent_by, m.source_id, m.attribution_source_id, m.attribution_reason,
  m.scheduled_at, m.held_reason, m.created_at, m.sent_at, m.delivered_at`

/** Fields that not every reader of a thread asks for, with the columns that no other field needs. */
const seldom: Record<string, string[]> = {
  profile: ['m.profile_id'],
  conversation: ['m.profile_id'],
  media: ['m.media_ids'],
  hiddenMediaCount: ['m.hidden_media_count'],
  hiddenMedia: ['m.hidden_media_count'],
  sentBy: ['m.sent_by'],
  source: ['m.source_id'],
  attribution: ['m.attribution_source_id', 'm.attribution_reason'],
  scheduledAt: ['m.scheduled_at'],
  heldReason: ['m.held_reason'],
}

/** Whether an operation asks for none of those. */
export const asksForPlainMessages = askOfOperation(
  (parent, field) => parent !== 'Message' || !(field in seldom),
)

/** `MESSAGE_COLUMNS` without them. */
export const PLAIN_MESSAGE_COLUMNS = leaveOut(MESSAGE_COLUMNS, Object.values(seldom).flat())

/** A message out of `MESSAGE_COLUMNS`. */
export const readMessage = (row: RowReader): MessageRow => {
  const id = row.next<string>()
  return {
    id,
    rowId: rowIdOf(id),
    profileRowId: row.next(),
    seq: row.next(),
    direction: row.next(),
    kind: row.next(),
    text: row.next(),
    mediaRowIds: row.next(),
    hiddenMediaCount: row.next(),
    status: row.next(),
    failure: toFailure(row.next()),
    encoding: row.next(),
    segments: row.next(),
    sentByRowId: row.next(),
    sourceRowId: row.next(),
    attribution: toAttribution(row.next(), row.next()),
    scheduledAt: row.next(),
    heldReason: row.next(),
    createdAt: row.next(),
    sentAt: row.next(),
    deliveredAt: row.next(),
  }
}

const toFailure = (code: string | null): MessageFailure | null => {
  if (code === null) return null
  const { title, explanation, nextStep, retryable } = explainFailure(code)
  return { code, title, detail: `${explanation} ${nextStep}`, retryable }
}

const toAttribution = (
  sourceRowId: string | null,
  reason: AttributionReason | null,
): MessageRow['attribution'] => (reason === null ? null : { sourceRowId, reason })

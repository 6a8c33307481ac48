import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import type { MessageSourceType } from '../campaigns/message-source.graphql.ts'
import { measureText, type TextSize } from '../messages/measure-text.ts'
import type { ReadSourceMessage } from './read-source-message.ts'

/** What all messages of a call have in common. */
export interface SourceRef {
  id: string
  type: MessageSourceType
}

/** A message of a campaign or flow as it is stored. */
export interface SourceMessageRow extends TextSize {
  id: string
  profile_id: string
  seq: number
  text: string
  media_ids: string[] | null
  external_id: string
  status: 'QUEUED' | 'SCHEDULED' | 'SENT'
  sender_id: string | null
  held_reason: string | null
  paced_at: Date | null
  scheduled_at: Date | null
  sent_at: Date | null
}

/** What its row has of a message as it was read; `media`: row ids of the media by their addresses. */
export const contentOf = (
  { text, mediaUrls, externalId }: ReadSourceMessage,
  media: Map<string, string>,
): Pick<SourceMessageRow, 'text' | 'media_ids' | 'external_id' | keyof TextSize> => {
  const content = { text, external_id: externalId, ...measureText(text) }
  if (mediaUrls.length === 0) return { ...content, media_ids: null }
  // R24: with media it is one segment, however long its text.
  return { ...content, segments: 1, media_ids: mediaUrls.flatMap((url) => media.get(url) ?? []) }
}

const EXISTING = `
  select id, external_id as "externalId" from messages
  where account_id = entered_account() and source_id = $1 and external_id = any ($2)`

/** Row ids of the source's messages of these external ids, as far as there are any. */
export const existingMessages = async (
  ctx: WriteContext,
  sourceId: string,
  externalIds: string[],
): Promise<Map<string, string>> => {
  const rows = await sql<{ id: string; externalId: string }>(ctx, EXISTING, [sourceId, externalIds])
  return new Map(rows.map(({ id, externalId }) => [externalId, id]))
}

const INSERT = `
  insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id,
    source_id, composition, media_ids, external_id, held_reason, paced_at, scheduled_at, sent_at, created_at)
  select id, entered_account(), profile_id, seq, 'OUTBOUND', $2, text, encoding, segments, status, sender_id,
    $3, $4, media_ids, external_id, held_reason, paced_at, scheduled_at, sent_at, $5
  from json_to_recordset($1::json) as m(id uuid, profile_id uuid, seq bigint, text text, encoding text, segments int,
    media_ids uuid[], external_id text, status text, sender_id uuid, held_reason text, paced_at timestamptz,
    scheduled_at timestamptz, sent_at timestamptz)`

/** Stores messages; `composition` says what is still to be put into their texts (features/messages). */
export const insertMessages = async (
  ctx: WriteContext,
  source: SourceRef,
  composition: 'BY_SETTINGS' | null,
  rows: SourceMessageRow[],
): Promise<void> => {
  if (rows.length === 0) return
  await sql(ctx, INSERT, [JSON.stringify(rows), source.type, source.id, composition, ctx.now])
}

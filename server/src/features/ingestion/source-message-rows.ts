import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import type { MessageSourceType } from '../campaigns/message-source.graphql.ts'
import { noteExternalMedia } from '../media/actions/note-external-media.ts'

/** What all messages of a call have in common. */
export interface SourceRef {
  id: string
  type: MessageSourceType
}

/** A message of a campaign or flow as it is stored. */
export interface SourceMessageRow {
  id: string
  profile_id: string
  seq: number
  text: string
  encoding: string
  segments: number
  media_urls: string[] | null
  external_id: string
  status: 'QUEUED' | 'SCHEDULED' | 'SENT'
  sender_id: string | null
  held_reason: string | null
  paced_at: Date | null
  scheduled_at: Date | null
  sent_at: Date | null
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
    source_id, composition, media_urls, media_ids, external_id, held_reason, paced_at, scheduled_at, sent_at, created_at)
  select id, entered_account(), profile_id, seq, 'OUTBOUND', $2, text, encoding, segments, status, sender_id,
    $3, $4, media_urls, media_ids, external_id, held_reason, paced_at, scheduled_at, sent_at, $5
  from json_to_recordset($1::json) as m(id uuid, profile_id uuid, seq bigint, text text, encoding text, segments int,
    media_urls text[], media_ids uuid[], external_id text, status text, sender_id uuid, held_reason text, paced_at timestamptz,
    scheduled_at timestamptz, sent_at timestamptz)`

/** Stores messages; `composition` says what is still to be put into their texts (features/messages). */
export const insertMessages = async (
  ctx: WriteContext,
  source: SourceRef,
  composition: 'BY_SETTINGS' | null,
  rows: SourceMessageRow[],
): Promise<void> => {
  if (rows.length === 0) return
  const stored = await withMedia(ctx, rows)
  await sql(ctx, INSERT, [JSON.stringify(stored), source.type, source.id, composition, ctx.now])
}

/** The thread shows what the carrier fetches (R11); an MMS is one segment. */
const withMedia = async (ctx: WriteContext, rows: SourceMessageRow[]): Promise<SourceMessageRow[]> => {
  const ids = await noteExternalMedia(
    ctx,
    rows.flatMap((row) => row.media_urls ?? []),
  )
  if (ids.size === 0) return rows
  return rows.map((row) =>
    row.media_urls ? { ...row, segments: 1, media_ids: row.media_urls.map((url) => ids.get(url)) } : row,
  )
}

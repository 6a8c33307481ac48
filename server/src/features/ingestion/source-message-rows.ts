import type { Statement } from '../../platform/db/batch-transaction.ts'
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
  /** Moments, ISO 8601. */
  paced_at: string | null
  scheduled_at: string | null
  sent_at: string | null
}

let last = { time: Number.NaN, iso: '' }

/** A moment as rows have it. Most messages of a call have the same, and writing it out takes a while. */
export const isoOf = (at: Date): string => {
  const time = at.getTime()
  if (last.time !== time) last = { time, iso: at.toISOString() }
  return last.iso
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

/** What is read of a message that is there already. */
export interface ExistingMessage {
  id: string
  externalId: string
}

/** Reads the source's messages of these external ids, as far as there are any. */
export const existingStatement = (sourceId: string, externalIds: string[]): Statement => ({
  name: 'source_messages_existing',
  text: `
    select id, external_id as "externalId" from messages
    where account_id = entered_account() and source_id = $1 and external_id = any ($2)`,
  values: [sourceId, externalIds],
})

const INSERT = `
  insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id,
    source_id, composition, media_ids, external_id, held_reason, paced_at, scheduled_at, sent_at, created_at)
  select id, entered_account(), profile_id, seq, 'OUTBOUND', $2, text, encoding, segments, status, sender_id,
    $3, $4, media_ids, external_id, held_reason, paced_at, scheduled_at, sent_at, $5
  from json_to_recordset($1::json) as m(id uuid, profile_id uuid, seq bigint, text text, encoding text, segments int,
    media_ids uuid[], external_id text, status text, sender_id uuid, held_reason text, paced_at timestamptz,
    scheduled_at timestamptz, sent_at timestamptz)`

/** Stores messages, if any; `composition` says what is still to be put into their texts (features/messages). */
export const insertStatements = (
  source: SourceRef,
  composition: 'BY_SETTINGS' | null,
  rows: SourceMessageRow[],
  now: Date,
): Statement[] =>
  rows.length === 0
    ? []
    : [
        {
          name: 'source_messages_insert',
          text: INSERT,
          values: [JSON.stringify(rows), source.type, source.id, composition, now],
        },
      ]

import type { Statement } from '../../../platform/db/batch-transaction.ts'

/** An attachment that came with a text, at the carrier's address. */
export interface Attachment {
  message_id: string
  /** Its place among those of the message. */
  position: number
  url: string
  created_at: Date
}

/** The attachments of a text, as rows. */
export const attachmentsOf = (
  messageId: string,
  { mediaUrls = [], receivedAt }: { mediaUrls?: readonly string[]; receivedAt: Date },
): Attachment[] =>
  mediaUrls.map((url, position) => ({ message_id: messageId, position, url, created_at: receivedAt }))

/** They wait to be fetched, which begins when the account shows them (B1). */
const NOTE = `
  insert into inbound_media (account_id, message_id, position, url, due_at, created_at)
  select entered_account(), message_id, position, url, created_at, created_at
  from json_to_recordset($1::json) as a(message_id uuid, position int, url text, created_at timestamptz)`

/** What notes them, in the transaction that takes their texts; nothing for texts without. */
export const attachmentStatements = (attachments: Attachment[]): Statement[] =>
  attachments.length > 0
    ? [{ name: 'intake_attachments', text: NOTE, values: [JSON.stringify(attachments)] }]
    : []

import type { Context } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { takesMedia } from '../../media/actions/attach-media.ts'
import { noteExternalMedia } from '../../media/actions/note-external-media.ts'
import { checkAmount, type ItemResult, inParts, refused } from '../bulk.ts'
import { ItemReader } from '../item-reader.ts'
import {
  type ReadItem,
  type ReadSourceMessage,
  readSourceMessages,
  type SourceMessageFields,
} from '../read-source-message.ts'
import { sendPart } from '../send-part.ts'
import { readSource, type SourceFields, upsertSource } from '../sources.ts'

/** What became of a source's messages, in their order; `sourceId` is null if the source itself was refused. */
export interface SourceMessagesResult {
  sourceId: string | null
  results: ItemResult[]
}

const FURTHEST_DAYS = 90
const noMedia = new Map<string, string>()

/** When to send; what is past is due at once, so that a repeated call is the same. AT_INVALID, AT_TOO_LATE. */
const readDue =
  (now: Date) =>
  (reader: ItemReader, at: string | null | undefined): Date | null => {
    const due = at == null ? null : reader.moment(at)
    if (due && due.getTime() > now.getTime() + FURTHEST_DAYS * 86_400_000)
      return reader.refuse('AT_TOO_LATE', `It may be up to ${FURTHEST_DAYS} days ahead.`, 'at')
    return due
  }

/** R20: media go to the US and Canada alone. MEDIA_NOT_SUPPORTED. */
const refuseMedia = (read: ReadItem<ReadSourceMessage>, index: number): ReadItem<ReadSourceMessage> => {
  const { item } = read
  if (!item || item.mediaUrls.length === 0 || takesMedia(item.phoneNumber)) return read
  const reader = new ItemReader(['messages', String(index)])
  reader.refuse('MEDIA_NOT_SUPPORTED', 'Media can be texted to the US and Canada only.', 'mediaUrls')
  return { item: null, userErrors: reader.errors }
}

/**
 * Queues messages of a campaign or flow (R41), to go out at the pace of their sender, behind replies, and through the
 * gate (R19), which is asked now and again at the moment of sending: what it refuses is a userError with the reason as
 * its code; quiet hours hold until they end. A message whose external id the source has already is that message. An
 * item that can't be taken leaves the others alone.
 * @throws AppError BAD_USER_INPUT for more than 10,000 messages
 */
export const sendMessages = async (
  ctx: Context,
  fields: SourceFields,
  messages: SourceMessageFields[],
): Promise<SourceMessagesResult> => {
  checkAmount('messages', messages)
  const { source, userErrors } = readSource(fields)
  if (!source) return { sourceId: null, results: messages.map(() => refused(userErrors)) }
  const id = await upsertSource(ctx, source)
  const read = readSourceMessages(messages, readDue(ctx.now)).map(refuseMedia)
  const urls = read.flatMap(({ item }) => item?.mediaUrls ?? [])
  const media = urls.length === 0 ? noMedia : await inTransaction(ctx, (ctx) => noteExternalMedia(ctx, urls))
  const results = await inParts(read, (items) =>
    sendPart(ctx, { source: { id, type: source.type }, media }, items),
  )
  return { sourceId: id, results }
}

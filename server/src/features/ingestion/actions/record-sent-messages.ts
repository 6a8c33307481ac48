import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { newId } from '../../../platform/ids.ts'
import { metrics } from '../../activity/metrics.ts'
import { activityStatements } from '../../activity/record-activity.ts'
import { noteExternalMedia } from '../../media/actions/note-external-media.ts'
import { deliveryEffects } from '../../messages/delivery-effects.ts'
import { checkAmount, type ItemResult, inParts, refused, taken } from '../bulk.ts'
import { yearsBefore } from '../item-reader.ts'
import { findOrCreatePeople, type Person } from '../people.ts'
import {
  type ReadSourceMessage,
  readSourceMessages,
  type SourceMessageFields,
} from '../read-source-message.ts'
import {
  contentOf,
  type ExistingMessage,
  existingStatement,
  insertStatements,
  isoOf,
  type SourceMessageRow,
  type SourceRef,
} from '../source-message-rows.ts'
import { readSource, type SourceFields, upsertSource } from '../sources.ts'
import type { SourceMessagesResult } from './send-messages.ts'

const OLDEST_YEARS = 5

/**
 * Records messages of a campaign or flow that another system has sent (R41): they stand in the threads, in the order in
 * which they were told (R12), count as sent and as received at their `at` (R38), and nothing goes to the carrier.
 * Unknown numbers become profiles without consent. A message whose external id the source has already is that message.
 * An item that can't be taken leaves the others alone.
 * @throws AppError BAD_USER_INPUT for more than 10,000 messages
 */
export const recordSentMessages = async (
  ctx: Context,
  fields: SourceFields,
  messages: SourceMessageFields[],
): Promise<SourceMessagesResult> => {
  checkAmount('messages', messages)
  const { source, userErrors } = readSource(fields)
  if (!source) return { sourceId: null, results: messages.map(() => refused(userErrors)) }
  const id = await upsertSource(ctx, source)
  const earliest = yearsBefore(ctx.now, OLDEST_YEARS)
  const read = readSourceMessages(messages, (reader, at) => reader.past(at, ctx.now, earliest))
  const results = await inParts(read, (items) =>
    inTransaction(ctx, (ctx) =>
      recordPart(
        ctx,
        { id, type: source.type },
        items.map(({ item }) => item),
      ),
    ),
  )
  return { sourceId: id, results }
}

const recordPart = async (
  ctx: WriteContext,
  source: SourceRef,
  messages: ReadSourceMessage[],
): Promise<ItemResult[]> => {
  const existing = existingStatement(
    source.id,
    messages.map(({ externalId }) => externalId),
  )
  const known = await sql<ExistingMessage>(ctx, existing.text, existing.values)
  const ids = new Map(known.map(({ id, externalId }) => [externalId, id]))
  const added = messages.filter(({ externalId }) => !ids.has(externalId))
  const people = await findOrCreatePeople(
    ctx,
    added.map(({ phoneNumber }) => phoneNumber),
  )
  const media = await noteExternalMedia(
    ctx,
    added.flatMap(({ mediaUrls }) => mediaUrls),
  )
  const rows = added.map((message) => sentRow(ctx, message, people.get(message.phoneNumber), media))
  await writeRows(ctx, source, rows)
  for (const row of rows) ids.set(row.external_id, row.id)
  return messages.map(({ externalId }) => taken(ids.get(externalId) ?? ''))
}

const sentRow = (
  ctx: WriteContext,
  message: ReadSourceMessage,
  person: Person | undefined,
  media: Map<string, string>,
) => {
  if (!person) throw new Error('a message to nobody')
  const id = newId()
  const sentAt = message.at ?? ctx.now
  return {
    id,
    profile_id: person.id,
    seq: recordChange(ctx, {
      kind: 'MESSAGE_CREATED',
      messageId: id,
      profileId: person.id,
      conversationId: person.conversationId,
    }),
    ...contentOf(message, media),
    status: 'SENT' as const,
    sender_id: null,
    held_reason: null,
    paced_at: null,
    scheduled_at: null,
    sent_at: isoOf(sentAt),
  } satisfies SourceMessageRow
}

/** With the source's figures, what people received last, and their activity: nobody will report of these any more. */
const writeRows = async (
  ctx: WriteContext,
  source: SourceRef,
  rows: (SourceMessageRow & { sent_at: string })[],
): Promise<void> => {
  const moves = rows.map((row) => ({
    id: row.id,
    profileId: row.profile_id,
    kind: source.type,
    sourceId: source.id,
    status: 'SENT' as const,
    sentAt: new Date(row.sent_at),
    was: { status: 'QUEUED' as const, sentAt: null },
  }))
  const activities = rows.map((row) => ({
    profileId: row.profile_id,
    metric: metrics.receivedSms,
    at: new Date(row.sent_at),
    properties: { kind: source.type, status: 'SENT' },
    messageId: row.id,
    uniqueId: row.id,
  }))
  const statements = [
    ...insertStatements(source, null, rows, ctx.now),
    ...deliveryEffects(moves),
    ...activityStatements(activities),
  ]
  for (const { text, values } of statements) await sql(ctx, text, values)
}

import { recordChange } from '../../platform/change-log/record-change.ts'
import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { newId } from '../../platform/ids.ts'
import type { ConsentState } from '../consent/consent.ts'
import { noteExternalMedia } from '../media/actions/note-external-media.ts'
import { askGate, type GateAnswer, gateMessages } from '../messages/gate.ts'
import { type ItemResult, refused, taken } from './bulk.ts'
import { chooseSender, type SenderChoice } from './choose-sender.ts'
import type { ReadSourceMessage } from './read-source-message.ts'
import {
  contentOf,
  existingMessages,
  insertMessages,
  type SourceMessageRow,
  type SourceRef,
} from './source-message-rows.ts'

interface Recipient {
  id: string
  phoneNumber: string
  consent: ConsentState
  isBlocked: boolean
  isUnreachable: boolean
  timeZone: string | null
  country: string | null
  region: string | null
  conversationId: string | null
  senderId: string | null
}

const RECIPIENTS = `
  select p.id, p.phone_number as "phoneNumber", p.consent, p.blocked_at is not null as "isBlocked",
    p.unreachable_at is not null as "isUnreachable", p.time_zone as "timeZone", p.country, p.region,
    c.id as "conversationId", c.sender_id as "senderId"
  from profiles p left join conversations c on c.profile_id = p.id
  where p.account_id = entered_account() and p.phone_number = any ($1)`

const SENDERS = `
  select id, can_receive as "canReceive" from senders where account_id = entered_account() order by created_at`

type Item = { item: ReadSourceMessage; index: number }

/** Takes a part of a call's messages: those known already as they are, the others through the gate (R19). */
export const sendPart = async (
  ctx: WriteContext,
  source: SourceRef,
  items: Item[],
): Promise<ItemResult[]> => {
  const ids = items.map(({ item }) => item.externalId)
  const existing = await existingMessages(ctx, source.id, ids)
  const added = items.map(({ item }) => item).filter(({ externalId }) => !existing.has(externalId))
  const numbers = added.map(({ phoneNumber }) => phoneNumber)
  const media = await noteExternalMedia(
    ctx,
    added.flatMap(({ mediaUrls }) => mediaUrls),
  )
  const found = await sql<Recipient>(ctx, RECIPIENTS, [[...new Set(numbers)]])
  const recipients = new Map(found.map((person) => [person.phoneNumber, person]))
  const senders = await sql<SenderChoice>(ctx, SENDERS, [])
  const rows: SourceMessageRow[] = []
  const results = items.map(({ item, index }) => {
    const known = existing.get(item.externalId)
    if (known) return taken(known)
    const person = recipients.get(item.phoneNumber) ?? null
    const sender = chooseSender(senders, {
      phoneNumber: item.phoneNumber,
      senderId: person?.senderId ?? null,
    })
    const gate = askFor(source, item, person, sender, ctx.now)
    if (!person || !gate.allowed) return refusedByGate(gate, index)
    const row = { ...waitingRow(ctx, item, person, sender, gate), ...contentOf(item, media) }
    rows.push(row)
    return taken(row.id)
  })
  await insertMessages(ctx, source, 'BY_SETTINGS', rows)
  return results
}

/** Whoever the account doesn't know has not subscribed. */
const askFor = (
  source: SourceRef,
  item: ReadSourceMessage,
  person: Recipient | null,
  sender: SenderChoice | null,
  now: Date,
): GateAnswer =>
  askGate(
    {
      consent: person?.consent ?? 'NEVER_SUBSCRIBED',
      isBlocked: person?.isBlocked ?? false,
      isUnreachable: person?.isUnreachable ?? false,
      hasTexted: person?.conversationId != null,
      sender,
      place: {
        phoneNumber: item.phoneNumber,
        timeZone: person?.timeZone ?? null,
        country: person?.country ?? null,
        region: person?.region ?? null,
      },
    },
    source.type,
    dueAt(item, now),
  )

const refusedByGate = ({ reasons }: GateAnswer, index: number): ItemResult =>
  refused(
    reasons.map((code) => ({
      code,
      message: gateMessages[code],
      field: ['messages', String(index), 'phoneNumber'],
    })),
  )

const dueAt = ({ at }: ReadSourceMessage, now: Date): Date => (at && at > now ? at : now)

/** It waits for its turn from when it is due, or from when quiet hours end; the gate is asked again then. */
const waitingRow = (
  ctx: WriteContext,
  item: ReadSourceMessage,
  person: Recipient,
  sender: SenderChoice | null,
  { holdUntil }: GateAnswer,
): Omit<SourceMessageRow, keyof ReturnType<typeof contentOf>> => {
  const id = newId()
  const due = holdUntil ?? dueAt(item, ctx.now)
  const isLater = due > ctx.now
  return {
    id,
    profile_id: person.id,
    seq: recordChange(ctx, {
      kind: 'MESSAGE_CREATED',
      messageId: id,
      profileId: person.id,
      conversationId: person.conversationId,
    }),
    status: isLater ? 'SCHEDULED' : 'QUEUED',
    sender_id: sender?.id ?? null,
    held_reason: holdUntil ? 'QUIET_HOURS' : null,
    paced_at: due,
    scheduled_at: isLater ? due : null,
    sent_at: null,
  }
}

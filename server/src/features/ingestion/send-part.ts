import type { Change } from '../../platform/change-log/change.ts'
import type { Context } from '../../platform/context.ts'
import { batchTransaction } from '../../platform/db/batch-transaction.ts'
import { newId } from '../../platform/ids.ts'
import type { ConsentState } from '../consent/consent.ts'
import { askGate, type GateAnswer, gateMessages } from '../messages/gate.ts'
import { type ItemResult, refused, taken } from './bulk.ts'
import { chooseSender, type SenderChoice } from './choose-sender.ts'
import type { ReadSourceMessage } from './read-source-message.ts'
import {
  contentOf,
  type ExistingMessage,
  existingStatement,
  insertStatements,
  isoOf,
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

const RECIPIENTS = {
  name: 'send_recipients',
  text: `
    select p.id, p.phone_number as "phoneNumber", p.consent, p.blocked_at is not null as "isBlocked",
      p.unreachable_at is not null as "isUnreachable", p.time_zone as "timeZone", p.country, p.region,
      c.id as "conversationId", c.sender_id as "senderId"
    from profiles p left join conversations c on c.profile_id = p.id
    where p.account_id = entered_account() and p.phone_number = any ($1)`,
}

const SENDERS = {
  name: 'send_senders',
  text: `
    select id, can_receive as "canReceive" from senders where account_id = entered_account() order by created_at`,
  values: [],
}

type Item = { item: ReadSourceMessage; index: number }

/** What a call's messages have in common. */
export interface Send {
  source: SourceRef
  /** Row ids of media by their addresses. */
  media: Map<string, string>
}

/** Takes a part of a call's messages: those known already as they are, the others through the gate (R19). */
export const sendPart = ({ db, actor, now }: Context, send: Send, items: Item[]): Promise<ItemResult[]> =>
  batchTransaction<[ExistingMessage, Recipient, SenderChoice], ItemResult[]>(
    db,
    actor.accountId,
    [
      existingStatement(
        send.source.id,
        items.map(({ item }) => item.externalId),
      ),
      { ...RECIPIENTS, values: [[...new Set(items.map(({ item }) => item.phoneNumber))]] },
      SENDERS,
    ],
    (head, [existing, recipients, senders]) => {
      const ids = new Map(existing.map(({ id, externalId }) => [externalId, id]))
      const people = new Map(recipients.map((person) => [person.phoneNumber, person]))
      const rows: SourceMessageRow[] = []
      const changes: Change[] = []
      const result = items.map(({ item, index }) => {
        const known = ids.get(item.externalId)
        if (known) return taken(known)
        const person = people.get(item.phoneNumber) ?? null
        const sender = chooseSender(senders, {
          phoneNumber: item.phoneNumber,
          senderId: person?.senderId ?? null,
        })
        const gate = askFor(send.source, item, person, sender, now)
        if (!person || !gate.allowed) return refusedByGate(gate, index)
        const id = newId()
        const { id: profileId, conversationId } = person
        changes.push({ kind: 'MESSAGE_CREATED', messageId: id, profileId, conversationId })
        rows.push({
          id,
          profile_id: profileId,
          seq: head + changes.length,
          sender_id: sender?.id ?? null,
          ...contentOf(item, send.media),
          ...waitingFor(gate.holdUntil, dueAt(item, now), now),
        })
        return taken(id)
      })
      return { statements: insertStatements(send.source, 'BY_SETTINGS', rows, now), changes, result }
    },
  )

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
const waitingFor = (
  holdUntil: Date | null,
  asked: Date,
  now: Date,
): Pick<SourceMessageRow, 'status' | 'held_reason' | 'paced_at' | 'scheduled_at' | 'sent_at'> => {
  const due = holdUntil ?? asked
  const isLater = due > now
  return {
    status: isLater ? 'SCHEDULED' : 'QUEUED',
    held_reason: holdUntil ? 'QUIET_HOURS' : null,
    paced_at: isoOf(due),
    scheduled_at: isLater ? isoOf(due) : null,
    sent_at: null,
  }
}

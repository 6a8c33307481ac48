import type { WriteContext } from '../../../platform/context.ts'
import { sql } from '../../../platform/db/in-transaction.ts'
import { AUTOMATION_PAUSED, isAutomationPaused } from '../../consent/automation.ts'
import type { ConsentState } from '../../consent/consent.ts'
import type { Composition } from '../compose-claimed.ts'
import { type GateReason, gateFor } from '../gate.ts'
import type { MessageStatus } from '../message.ts'

/** A campaign or flow message whose time has come, with what decides whether it goes. */
export interface PacedMessage {
  id: string
  profileId: string
  conversationId: string | null
  kind: 'CAMPAIGN' | 'FLOW'
  status: MessageStatus
  seq: number
  text: string
  encoding: string
  segments: number
  composition: Composition | null
  sourceId: string | null
  mediaIds: string[] | null
  attempt: number
  to: string
  consent: ConsentState
  isBlocked: boolean
  isUnreachable: boolean
  timeZone: string | null
  country: string | null
  region: string | null
  possibleOptOut: boolean
  from: string | null
  canReceive: boolean | null
  /** Whether something else is under way to the person, or waits to be sent before this. */
  isBehind: boolean
  /** Seconds since it was written, and since it should have gone. */
  age: number
  overdue: number
}

/** Messages that one look takes at most. */
export const AT_ONCE = 50

/**
 * $1 sender. Those whose time has come, in the order of their times; with a million waiting it reads fifty by index.
 * What goes ahead of one is looked up row by row: as EXISTS the planner reads all messages of the account for it.
 */
export const DUE = `
  select m.id, m.profile_id as "profileId", c.id as "conversationId", m.kind, m.status, m.seq::float8 as seq, m.text,
    m.encoding, m.segments, m.composition, m.source_id as "sourceId", m.media_ids as "mediaIds",
    m.send_attempts + 1 as attempt, p.phone_number as "to", p.consent, p.blocked_at is not null as "isBlocked",
    p.unreachable_at is not null as "isUnreachable", p.time_zone as "timeZone", p.country, p.region,
    ${AUTOMATION_PAUSED} as "possibleOptOut", s.address as "from", s.can_receive as "canReceive",
    ahead.id is not null as "isBehind",
    extract(epoch from now() - m.created_at)::float8 as age,
    extract(epoch from now() - coalesce(m.scheduled_at, m.created_at))::float8 as overdue
  from messages m
  join profiles p on p.id = m.profile_id
  left join conversations c on c.profile_id = p.id
  left join senders s on s.id = m.sender_id
  left join lateral (
    select q.id from messages q
    where q.account_id = m.account_id and q.profile_id = m.profile_id and q.status = 'QUEUED' and q.paced_at is null limit 1
  ) ahead on true
  where m.account_id = entered_account() and m.sender_id = $1 and m.paced_at is not null and m.paced_at <= now()
  order by m.paced_at, m.seq limit ${AT_ONCE}`

export const dueMessages = (ctx: WriteContext, senderId: string): Promise<PacedMessage[]> =>
  sql<PacedMessage>(ctx, DUE, [senderId])

/** What to do with a message whose time has come. */
export type Turn =
  | { kind: 'SEND' }
  | { kind: 'REFUSE'; code: GateReason | 'POSSIBLE_OPT_OUT' }
  /** Quiet hours: for everybody to see. */
  | { kind: 'HOLD'; until: Date }
  /** Not now, and nobody needs to know. */
  | { kind: 'WAIT'; seconds: number }
  /** It is no message that waits any more: somebody cancelled it. */
  | { kind: 'DROP' }

/** Behind an answer to the person, or another message to them: those take seconds. */
const BEHIND_SECONDS = 2
/** While the person may have meant to opt out (R16): until an agent has looked at it, but not for ever. */
const PAUSED_SECONDS = 60
const PAUSED_AT_MOST_SECONDS = 24 * 3_600

/** Decides on a message by its row alone (R16, R19); `served` are the people who got their turn in this look. */
export const decideTurn = (message: PacedMessage, served: ReadonlySet<string>, now: Date): Turn => {
  if (message.status !== 'QUEUED' && message.status !== 'SCHEDULED') return { kind: 'DROP' }
  const verdict = gateFor(message.kind)(
    {
      consent: message.consent,
      isBlocked: message.isBlocked,
      isUnreachable: message.isUnreachable,
      hasTexted: message.conversationId !== null,
      sender: message.from === null ? null : { canReceive: message.canReceive === true },
      place: {
        phoneNumber: message.to,
        timeZone: message.timeZone,
        country: message.country,
        region: message.region,
      },
    },
    now,
  )
  if (verdict.kind === 'REFUSE') return { kind: 'REFUSE', code: verdict.reasons[0] }
  if (isAutomationPaused(message))
    return message.overdue > PAUSED_AT_MOST_SECONDS
      ? { kind: 'REFUSE', code: 'POSSIBLE_OPT_OUT' }
      : { kind: 'WAIT', seconds: PAUSED_SECONDS }
  if (verdict.kind === 'HOLD') return verdict
  if (message.isBehind || served.has(message.profileId)) return { kind: 'WAIT', seconds: BEHIND_SECONDS }
  return { kind: 'SEND' }
}

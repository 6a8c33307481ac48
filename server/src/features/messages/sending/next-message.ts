import type { WriteContext } from '../../../platform/context.ts'
import { sql } from '../../../platform/db/in-transaction.ts'
import type { ConsentState } from '../../consent/consent.ts'
import type { Composition } from '../compose-claimed.ts'
import type { GatePurpose, GateSubject } from '../gate.ts'
import type { MessageKind } from '../message.ts'

/** The message of a person whose turn it is, with what the gate wants to know. */
export interface NextMessage {
  id: string
  kind: MessageKind
  status: 'QUEUED' | 'SCHEDULED'
  text: string
  composition: Composition | null
  /** Of ours, in their order. */
  mediaIds: string[] | null
  sourceId: string | null
  attempt: number
  isStarted: boolean
  isDue: boolean
  wasScheduled: boolean
  overrideWarnings: string[]
  conversationId: string | null
  to: string
  consent: ConsentState
  hasOptedOutSince: boolean
  createdAt: string | Date
  isBlocked: boolean
  isUnreachable: boolean
  timeZone: string | null
  country: string | null
  region: string | null
  /** The number that it goes out from. A scheduled reply goes from the one last texted by then (R8). */
  senderId: string | null
  from: string | null
  canReceive: boolean | null
}

/**
 * $1 profile. Each half has the order of an index, so that no other person's are read. One that is under way comes first, since nothing goes beside it; then what is queued, in its order, then
 * what was scheduled and is due. Campaigns and flows come after all of these: they can wait, an answer can't. Those that wait
 * for their turn are the pacer's (pacing/).
 */
export const NEXT = `
  with next as (
    select * from (
      (select id, kind, send_started_at is not null as "isStarted", 0 as turn, seq as place
        from messages where account_id = entered_account() and profile_id = $1 and status = 'QUEUED' and paced_at is null
        order by seq limit 100)
      union all
      (select id, kind, false, 1, row_number() over (order by scheduled_at, seq)
        from messages where account_id = entered_account() and profile_id = $1 and status = 'SCHEDULED' and next_attempt_at <= now()
        order by scheduled_at, seq limit 100)
    ) candidates order by "isStarted" desc, kind in ('CAMPAIGN', 'FLOW'), turn, place limit 1
  )
  select m.id, m.kind, m.status, m.text, m.composition, m.media_ids as "mediaIds", m.source_id as "sourceId", m.send_attempts + 1 as attempt, next."isStarted",
    coalesce(m.next_attempt_at <= now(), true) as "isDue", m.scheduled_at is not null as "wasScheduled", m.created_at as "createdAt",
    m.override_warnings as "overrideWarnings", c.id as "conversationId", p.phone_number as "to", p.consent,
    coalesce(p.consent = 'UNSUBSCRIBED' and greatest(p.consent_since, p.opted_out_at) >= m.created_at, false) as "hasOptedOutSince",
    p.blocked_at is not null as "isBlocked", p.unreachable_at is not null as "isUnreachable", p.time_zone as "timeZone",
    p.country, p.region, s.id as "senderId", s.address as "from", s.can_receive as "canReceive"
  from next
  join messages m on m.id = next.id
  join profiles p on p.id = m.profile_id
  left join conversations c on c.profile_id = p.id
  left join senders s on s.id = case when m.status = 'SCHEDULED' and m.kind = 'REPLY' then c.sender_id else m.sender_id end`

/** The message of a person whose turn it is; null if none is queued, or scheduled and due. */
export const nextMessage = async (ctx: WriteContext, profileId: string): Promise<NextMessage | null> =>
  (await sql<NextMessage>(ctx, NEXT, [profileId]))[0] ?? null

/** What the gate takes a message for. */
export const purposeOf = ({ kind, wasScheduled }: NextMessage): GatePurpose => {
  if (kind === 'CUSTOMER') throw new Error('a text from a person is not sent')
  return kind === 'REPLY' && wasScheduled ? 'SCHEDULED' : kind
}

/** What the gate looks at. Keywords and automatic answers are answers to a text, though it started no conversation. */
export const subjectOf = (next: NextMessage): GateSubject => ({
  consent: next.consent,
  hasOptedOutSince: next.hasOptedOutSince,
  isBlocked: next.isBlocked,
  isUnreachable: next.isUnreachable,
  hasTexted: next.kind !== 'REPLY' || next.conversationId !== null,
  sender: next.from === null ? null : { canReceive: next.canReceive === true },
  place: { phoneNumber: next.to, timeZone: next.timeZone, country: next.country, region: next.region },
})

/** Minutes for which the hour at which an agent sent a reply counts, not the hour at which it leaves. */
const ON_ITS_WAY = 10

/** The moment that the gate is asked for: no reply is to fail because eight o'clock struck on its way to the carrier. */
export const momentOf = ({ kind, wasScheduled, createdAt }: NextMessage, now: Date): Date => {
  const sentAt = new Date(createdAt)
  const isFresh = now.getTime() - sentAt.getTime() < ON_ITS_WAY * 60_000
  return kind === 'REPLY' && !wasScheduled && isFresh ? sentAt : now
}

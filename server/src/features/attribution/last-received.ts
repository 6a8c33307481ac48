import type { Statement } from '../../platform/db/batch-transaction.ts'

/** An outbound message that has gone out: by the carrier's word, or by that of the system that sent it. */
export interface ReceivedMessage {
  id: string
  profileId: string
  /** One of `receivedKinds`. */
  kind: string
  sourceId: string | null
  /** When the carrier took it. */
  sentAt: Date
}

/** Kinds that attribution looks at (see `LastReceived`). */
export const receivedKinds: ReadonlySet<string> = new Set(['CAMPAIGN', 'FLOW', 'REPLY'])

/** How far back in a thread a statement looks at most: far more than comes between a message and its report. */
const LOOK_BACK = 100

const recent = (profileId: string): string => `
    select * from messages where account_id = entered_account() and profile_id = ${profileId} order by seq desc limit ${LOOK_BACK}`

/** When a person last texted what is no keyword. A message that is reported late may have been answered by then. */
const answer = (profileId: string): string => `
  left join lateral (
    select created_at from (${recent(profileId)}) text
    where direction = 'INBOUND' and attribution_reason is distinct from 'KEYWORD' order by seq desc limit 1
  ) answer on true`

const RECEIVED = `
  insert into last_received as l (account_id, profile_id, message_id, source_id, at, is_answered)
  select entered_account(), n.profile_id, n.message_id, n.source_id, n.at, coalesce(answer.created_at > n.at, false)
  from json_to_recordset($1::json) as n(profile_id uuid, message_id uuid, source_id uuid, at timestamptz)
  ${answer('n.profile_id')}
  on conflict (account_id, profile_id) do update set message_id = excluded.message_id, source_id = excluded.source_id,
    at = excluded.at, is_answered = excluded.is_answered
  where l.at <= excluded.at`

/**
 * The statements that note messages as what their people received last (R38), unless those received something later.
 * For the transaction that writes `sent_at`; the messages may be in it already or not.
 */
export const receivedStatements = (messages: ReceivedMessage[]): Statement[] => {
  const latest = new Map<string, ReceivedMessage>()
  for (const message of messages) {
    const other = latest.get(message.profileId)
    if (receivedKinds.has(message.kind) && !(other && other.sentAt > message.sentAt))
      latest.set(message.profileId, message)
  }
  if (latest.size === 0) return []
  const rows = [...latest.values()].map((message) => ({
    profile_id: message.profileId,
    message_id: message.id,
    source_id: message.sourceId,
    at: message.sentAt,
  }))
  return [{ name: 'attribution_received', text: RECEIVED, values: [JSON.stringify(rows)] }]
}

const NOT_RECEIVED = `
  with gone as (
    delete from last_received where account_id = entered_account() and profile_id = any ($1::uuid[])
      and message_id = any ($2::uuid[])
    returning profile_id
  )
  insert into last_received (account_id, profile_id, message_id, source_id, at, is_answered)
  select entered_account(), gone.profile_id, m.id, m.source_id, m.sent_at, coalesce(answer.created_at > m.sent_at, false)
  from gone
  join lateral (
    select id, source_id, sent_at from (${recent('gone.profile_id')}) sent
    where kind in ('CAMPAIGN', 'FLOW', 'REPLY') and status in ('SENT', 'DELIVERED') and sent_at is not null
    order by sent_at desc, seq desc limit 1
  ) m on true
  ${answer('gone.profile_id')}`

/**
 * The statements that take messages back which did not arrive after all: what their people received before is the
 * last again (R38). They go behind the one that writes the messages' status.
 */
export const notReceivedStatements = (messages: Pick<ReceivedMessage, 'id' | 'profileId'>[]): Statement[] =>
  messages.length === 0
    ? []
    : [
        {
          name: 'attribution_not_received',
          text: NOT_RECEIVED,
          values: [messages.map((message) => message.profileId), messages.map((message) => message.id)],
        },
      ]

const ANSWERED = `
  update last_received set is_answered = true where account_id = entered_account() and profile_id = any ($1::uuid[])`

/** The statements that note that people answered what they received last. */
export const answeredStatements = (profileIds: string[]): Statement[] =>
  profileIds.length === 0 ? [] : [{ name: 'attribution_answered', text: ANSWERED, values: [profileIds] }]

/*
 * The two pages as someone who writes SQL by hand would: one statement each, a literal LIMIT, keyset.
 * $1 account, $2 the sequence to start before; for the thread $3 the conversation's row id.
 */

/** Before everything: no cursor was given. */
export const NEWEST = Number.MAX_SAFE_INTEGER

/** There is an index for each status and read state: the list is merged out of six. */
const lists = ['OPEN', 'SNOOZED', 'CLOSED'].flatMap((status) =>
  ['is_unread', 'not is_unread'].map(
    (state) => `(
    select * from conversations where account_id = $1 and status = '${status}' and ${state} and activity_seq < $2
    order by activity_seq desc limit 51)`,
  ),
)

const inbox = `
  from (${lists.join(' union all ')} order by activity_seq desc limit 51) c
    join profiles p on p.id = c.profile_id join messages m on m.id = c.last_message_id
  order by c.activity_seq desc`

const thread = `
  from conversations c join profiles p on p.id = c.profile_id
    join lateral (select * from messages m where m.account_id = c.account_id and m.profile_id = c.profile_id
      and m.seq < $2 order by m.seq desc limit 51) m on true
  where c.account_id = $1 and c.id = $3`

export const INBOX_ROWS = {
  name: 'inbox',
  text: `select c.id, c.status, c.is_unread, c.snoozed_until, c.last_message_at, c.activity_seq, p.id as profile_id, p.name,
    p.phone_number, p.blocked_at, m.id as message_id, m.direction, m.kind, m.text, m.status as message_status, m.created_at ${inbox}`,
}

export const THREAD_ROWS = {
  name: 'thread',
  text: `select c.id, c.status, c.is_unread, p.id as profile_id, p.name, p.phone_number, m.id as message_id, m.seq, m.direction,
    m.kind, m.text, m.status as message_status, m.encoding, m.segments, m.created_at, m.sent_at, m.delivered_at ${thread}`,
}

/** The whole answer, made by PostgreSQL the quickest way found: aggregated rows in a string, no `json_build_object`. */
export const INBOX_JSON = {
  name: 'inbox_json',
  text: `
    select '{"data":{"conversations":{"nodes":' || coalesce(json_agg(node order by place) filter (where place <= 50), '[]')
      || ',"pageInfo":{"hasNextPage":' || (count(*) > 50) || ',"endCursor":"' || min(activity_seq) filter (where place <= 50)
      || '"}}}}' as body
    from (
      select c.activity_seq, row_number() over () as place, (select node from (
        select 'cnv_' || c.id as id, c.status, c.is_unread as "isUnread", c.snoozed_until as "snoozedUntil", c.last_message_at as "lastMessageAt",
          (select profile from (select 'prf_' || p.id as id, p.name, p.phone_number as "phoneNumber",
            p.blocked_at is not null as "isBlocked") as profile) as profile,
          (select message from (select 'msg_' || m.id as id, m.direction, m.kind, m.text, m.status,
            m.created_at as "createdAt") as message) as "lastMessage"
      ) as node) as node ${inbox}
    ) as page`,
}

export const THREAD_JSON = {
  name: 'thread_json',
  text: `
    select '{"data":{"conversation":{"id":"cnv_' || c.id || '","status":"' || c.status || '","isUnread":' || c.is_unread || ',"profile":'
      || (select row_to_json(profile) from (select 'prf_' || p.id as id, p.name, p.phone_number as "phoneNumber") as profile)
      || ',"messages":{"nodes":' || t.nodes || ',"pageInfo":{"hasPreviousPage":' || (t.read > 50) || ',"startCursor":"' || t.first
      || '"}}}}}' as body
    from conversations c join profiles p on p.id = c.profile_id,
      lateral (
        select json_agg(node order by seq) filter (where place <= 50) as nodes, count(*) as read, min(seq) filter (where place <= 50) as first
        from (select m.seq, row_number() over () as place, (select node from (
            select 'msg_' || m.id as id, m.direction, m.kind, m.text, m.status, m.encoding, m.segments,
              m.created_at as "createdAt", m.sent_at as "sentAt", m.delivered_at as "deliveredAt") as node) as node
          from messages m where m.account_id = c.account_id and m.profile_id = c.profile_id and m.seq < $2
          order by m.seq desc limit 51) as page
      ) as t
    where c.account_id = $1 and c.id = $3`,
}

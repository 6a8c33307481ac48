/*
 * The two pages as someone who writes SQL by hand would: one statement each, a literal LIMIT, keyset.
 * $1 account, $2 the sequence to start before; for the thread $3 the conversation's row id.
 */

/** Before everything: no cursor was given. */
export const NEWEST = Number.MAX_SAFE_INTEGER

const inbox = `
  from conversations c join profiles p on p.id = c.profile_id join messages m on m.id = c.last_message_id
  where c.account_id = $1 and c.activity_seq < $2 order by c.activity_seq desc limit 51`

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

/** The whole answer, made by PostgreSQL. */
export const INBOX_JSON = {
  name: 'inbox_json',
  text: `
    select json_build_object('data', json_build_object('conversations', json_build_object(
      'nodes', coalesce(json_agg(node order by place) filter (where place <= 50), '[]'),
      'pageInfo', json_build_object('hasNextPage', count(*) > 50, 'endCursor', (min(activity_seq) filter (where place <= 50))::text)
    )))::text as body
    from (select c.activity_seq, row_number() over () as place, json_build_object(
        'id', 'cnv_' || c.id, 'status', c.status, 'isUnread', c.is_unread, 'snoozedUntil', c.snoozed_until,
        'lastMessageAt', c.last_message_at,
        'profile', json_build_object('id', 'prf_' || p.id, 'name', p.name, 'phoneNumber', p.phone_number, 'isBlocked', p.blocked_at is not null),
        'lastMessage', json_build_object('id', 'msg_' || m.id, 'direction', m.direction, 'kind', m.kind, 'text', m.text,
          'status', m.status, 'createdAt', m.created_at)
      ) as node ${inbox}) page`,
}

export const THREAD_JSON = {
  name: 'thread_json',
  text: `
    select json_build_object('data', json_build_object('conversation', json_build_object(
      'id', 'cnv_' || c.id, 'status', c.status, 'isUnread', c.is_unread,
      'profile', json_build_object('id', 'prf_' || p.id, 'name', p.name, 'phoneNumber', p.phone_number),
      'messages', t.messages)))::text as body
    from conversations c join profiles p on p.id = c.profile_id,
      lateral (
        select json_build_object(
          'nodes', coalesce(json_agg(node order by seq) filter (where place <= 50), '[]'),
          'pageInfo', json_build_object('hasPreviousPage', count(*) > 50, 'startCursor', (min(seq) filter (where place <= 50))::text)
        ) as messages
        from (select m.seq, row_number() over () as place, json_build_object(
            'id', 'msg_' || m.id, 'direction', m.direction, 'kind', m.kind, 'text', m.text, 'status', m.status, 'encoding', m.encoding,
            'segments', m.segments, 'createdAt', m.created_at, 'sentAt', m.sent_at, 'deliveredAt', m.delivered_at) as node
          from messages m where m.account_id = c.account_id and m.profile_id = c.profile_id and m.seq < $2
          order by m.seq desc limit 51) page
      ) t
    where c.account_id = $1 and c.id = $3`,
}

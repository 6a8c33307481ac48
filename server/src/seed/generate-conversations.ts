import type pg from 'pg'

export interface GeneratedAmount {
  /** An account with a sender that can receive. */
  accountId: string
  conversations: number
  /** Texts in each thread, the person's and the agent's by turns; the last one is the person's. */
  messagesPerConversation: number
}

const texts = [
  'Hi, has my order shipped yet?',
  'Thanks!',
  'Yes, the blue one in medium please',
  'Could you check whether the jacket is back in stock in size L? It is for my sister, and her birthday is on Friday.',
  'Your parcel left our warehouse this morning and should reach you by Thursday. The link is in your e-mail.',
  'ok',
  'Do you have this in green?',
  'I sent the return two weeks ago and have not heard since. The order was #10482, paid by card. When will I be refunded?',
  'Great, thank you so much',
  'We are open from 10 to 5 on Sundays.',
]

/** A UUID of version 7 for the moment `at`, so that rows lie in their indexes as if they had come one by one. */
const uuidAt = (at: string, key: string): string => {
  const time = `lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0')`
  return `(${time} || '7' || substr(md5(${key}), 1, 3) || '8' || substr(md5(${key}), 4, 15))::uuid`
}

const uuidOf = (kind: string, at: string, number: string): string =>
  uuidAt(at, `$1::uuid || '${kind}' || (${number})`)

const HEAD = `
  select seq::int as head, (select count(*)::int from profiles where account_id = $1) as people,
    (select id from senders where account_id = $1 and can_receive order by created_at limit 1) as sender
  from account_heads where account_id = $1 for no key update`

/** The texts come evenly over the last 90 days: every thread's first one, then every second one, and so on. */
const timeOf = (place: string): string =>
  `now() - ($2::bigint * $3::bigint - (${place})) * (interval '90 days' / ($2::bigint * $3::bigint))`

const generatedPeople = `
  select n, at, $4::bigint + n as number, ${uuidOf('profile', 'at', '$4::bigint + n')} as profile_id
  from (select n, ${timeOf('n')} as at from generate_series(1, $2::bigint) as n) as counted`

const PROFILES = `
  insert into profiles (id, account_id, phone_number, name, country, time_zone, consent, consent_since, created_at)
  select profile_id, $1::uuid, '+1' || (5551000000 + number), 'Customer ' || number, 'US', 'America/New_York',
    case when number % 20 = 0 then 'UNSUBSCRIBED' else 'SUBSCRIBED' end, at, at
  from (${generatedPeople}) as person where $3::bigint > 0`

const messageIdAt = (at: string): string => uuidOf('message', at, '$5::bigint + place')

const MESSAGES = `
  insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id,
    created_at, sent_at, delivered_at)
  select ${messageIdAt('at')}, $1::uuid, profile_id, $5::bigint + place, case when is_inbound then 'INBOUND' else 'OUTBOUND' end,
    case when is_inbound then 'CUSTOMER' else 'REPLY' end, ($7::text[])[1 + (place * 7 + n) % ${texts.length}], 'GSM7', 1,
    case when is_inbound then 'RECEIVED' else 'DELIVERED' end, $6::uuid,
    at, case when not is_inbound then at end, case when not is_inbound then at end
  from (select n, profile_id, place, is_inbound, ${timeOf('place')} as at
    from (${generatedPeople}) as person,
      lateral (select turn * $2::bigint + n as place, (turn + $3::bigint) % 2 = 1 as is_inbound
        from generate_series(0, $3::bigint - 1) as turn) as thread) as message`

/** A third is open and a fifth of that unread; one in twenty is snoozed; scattered over the list. */
const CONVERSATIONS = `
  insert into conversations (id, account_id, profile_id, sender_id, status, snoozed_until, is_unread, activity_seq,
    last_message_id, last_message_at, waiting_since, created_at)
  select ${uuidOf('conversation', 'at', 'number')}, $1::uuid, profile_id, $6::uuid, status,
    case when status = 'SNOOZED' then now() + interval '1 day' end, status = 'OPEN' and scattered % 15 < 1,
    $5::bigint + place, ${messageIdAt('sent_at')}, sent_at, case when status = 'OPEN' then sent_at end, at
  from (select *, ${timeOf('place')} as sent_at,
      case when scattered % 3 = 0 then 'OPEN' when scattered % 20 = 1 then 'SNOOZED' else 'CLOSED' end as status
    from (select *, ($3::bigint - 1) * $2::bigint + n as place, hashint8(number) & 1048575 as scattered
      from (${generatedPeople}) as person) as placed) as conversation`

/**
 * Fills an account with many like conversations, by a few statements over whole sets: for measurements, and for tests
 * of plans. They come behind what the account has. `client` is the owner's, with `search_path=parley`.
 */
export const generateConversations = async (
  client: pg.Client,
  { accountId, conversations, messagesPerConversation }: GeneratedAmount,
): Promise<void> => {
  await client.query('begin')
  const { rows } = await client.query<{ head: number; people: number; sender: string | null }>(HEAD, [
    accountId,
  ])
  const [found] = rows
  if (!found?.sender) throw new Error('the account has no head, or no sender that can receive')
  const size = [accountId, conversations, messagesPerConversation, found.people]
  await client.query(PROFILES, size)
  await client.query(MESSAGES, [...size, found.head, found.sender, texts])
  await client.query(CONVERSATIONS, [...size, found.head, found.sender])
  await client.query('update account_heads set seq = $2, log_floor = $2 where account_id = $1', [
    accountId,
    found.head + conversations * messagesPerConversation,
  ])
  await client.query('commit')
  await client.query('analyze profiles, messages, conversations')
}

import { leaveOut } from '../../platform/db/leave-out.ts'
import { RowReader } from '../../platform/db/row-reader.ts'
import { askOfOperation } from '../../platform/graphql/every-field.ts'
import { globalIdOf } from '../../platform/ids.ts'
import type { Conversation, ConversationRow } from '../conversations/conversation.graphql.ts'
import type { Message } from '../messages/message.graphql.ts'
import type { Profile } from '../profiles/profile.graphql.ts'
import { WAITING_SINCE } from './conversation-row.ts'

/*
 * What lists show, of the nearly fifty columns that a conversation has with its person and latest message. Each
 * column costs both ends more than the field that comes of it, and fifty rows of all take three times as long.
 */
type ListedConversationField =
  | 'id'
  | 'status'
  | 'snoozedUntil'
  | 'isUnread'
  | 'lastMessageAt'
  | 'waitingSince'
  | 'possibleOptOut'
  | 'isBackFromSnooze'
type ListedProfileField = 'id' | 'phoneNumber' | 'name' | 'isBlocked'
type ListedMessageField = 'id' | 'direction' | 'kind' | 'text' | 'hiddenMediaCount' | 'status' | 'createdAt'

/** A conversation with no more than lists show. */
export type ListedConversation = Pick<Conversation, ListedConversationField> & {
  activitySeq: ConversationRow['activitySeq']
  profile: Pick<Profile, ListedProfileField>
  lastMessage: Pick<Message, ListedMessageField> | null
}

const listed: Record<string, ReadonlySet<string>> = {
  Conversation: new Set<ListedConversationField | 'listPosition' | 'profile' | 'lastMessage'>([
    'id',
    'listPosition',
    'status',
    'snoozedUntil',
    'isUnread',
    'lastMessageAt',
    'waitingSince',
    'possibleOptOut',
    'isBackFromSnooze',
    'profile',
    'lastMessage',
  ]),
  Profile: new Set<ListedProfileField>(['id', 'phoneNumber', 'name', 'isBlocked']),
  Message: new Set<ListedMessageField>([
    'id',
    'direction',
    'kind',
    'text',
    'hiddenMediaCount',
    'status',
    'createdAt',
  ]),
}

/** Whether an operation asks of conversations no more than lists show. */
export const asksForListed = askOfOperation(
  (parent, field) => field === '__typename' || (listed[parent]?.has(field) ?? true),
)

/** The columns that `readListed` takes, in its order. */
export const LISTED_COLUMNS = `${globalIdOf('Conversation', 'c.id')}, c.status, c.snoozed_until, c.is_unread, c.activity_seq, c.last_message_at, ${WAITING_SINCE},
  c.possible_opt_out, c.is_back_from_snooze, ${globalIdOf('Profile', 'p.id')}, p.phone_number, p.name, p.blocked_at is not null,
  ${globalIdOf('Message', 'm.id')}, m.direction, m.kind, m.text,
  m.hidden_media_count, m.status, m.created_at`

const leftOutOfPlain = new Set<string>([
  'waitingSince',
  'possibleOptOut',
  'isBackFromSnooze',
] satisfies ListedConversationField[])

/** Whether an operation asks for those fields of lists alone that every list shows. */
export const asksForPlainList = askOfOperation(
  (parent, field) =>
    !(parent === 'Conversation' && leftOutOfPlain.has(field)) &&
    !(parent === 'Message' && field === 'hiddenMediaCount'),
)

/** `LISTED_COLUMNS` for such an operation. */
export const PLAIN_LISTED_COLUMNS = leaveOut(LISTED_COLUMNS, [
  WAITING_SINCE,
  'c.possible_opt_out',
  'c.is_back_from_snooze',
  'm.hidden_media_count',
])

export const LISTED_JOINS = `
  join profiles p on p.id = c.profile_id
  left join messages m on m.id = c.last_message_id`

/** A conversation out of `LISTED_COLUMNS`. */
export const readListed = (values: unknown[]): ListedConversation => {
  const row = new RowReader(values)
  return {
    id: row.next(),
    status: row.next(),
    snoozedUntil: row.next(),
    isUnread: row.next(),
    activitySeq: row.next(),
    lastMessageAt: row.next(),
    waitingSince: row.next(),
    possibleOptOut: row.next(),
    isBackFromSnooze: row.next(),
    profile: {
      id: row.next(),
      phoneNumber: row.next(),
      name: row.next(),
      isBlocked: row.next(),
    },
    lastMessage: row.peek() === null ? null : readListedMessage(row),
  }
}

const readListedMessage = (row: RowReader): ListedConversation['lastMessage'] => ({
  id: row.next(),
  direction: row.next(),
  kind: row.next(),
  text: row.next(),
  hiddenMediaCount: row.next(),
  status: row.next(),
  createdAt: row.next(),
})

import { RowReader } from '../../platform/db/row-reader.ts'
import { toGlobalId } from '../../platform/ids.ts'
import type { ConversationRow } from '../conversations/conversation.graphql.ts'
import { MESSAGE_COLUMNS, readMessage } from '../messages/message-row.ts'
import { PROFILE_COLUMNS, readProfile } from '../profiles/profile-row.ts'

/** What readers see of `waiting_since`: a closed conversation keeps it for when it is reopened. */
export const WAITING_SINCE = `case when c.status <> 'CLOSED' then c.waiting_since end`

/** The columns that `readConversation` takes, in its order. */
export const CONVERSATION_COLUMNS = `c.id, c.sender_id, s.can_receive, c.status, c.snoozed_until, c.is_unread, c.activity_seq,
  c.last_message_at, ${WAITING_SINCE}, c.possible_opt_out, c.is_back_from_snooze, c.created_at, ${PROFILE_COLUMNS}, ${MESSAGE_COLUMNS}`

/** What goes with a conversation `c`: the person, the latest message and the sender, in the same SQL. */
export const CONVERSATION_JOINS = `
  join profiles p on p.id = c.profile_id
  left join messages m on m.id = c.last_message_id
  left join senders s on s.id = c.sender_id`

/** A conversation with its person and latest message, out of `CONVERSATION_COLUMNS`. */
export const readConversation = (values: unknown[]): ConversationRow => {
  const row = new RowReader(values)
  const rowId = row.next<string>()
  return {
    id: toGlobalId('Conversation', rowId),
    rowId,
    senderRowId: row.next(),
    senderCanReceive: row.next(),
    status: row.next(),
    snoozedUntil: row.next(),
    isUnread: row.next(),
    activitySeq: row.next(),
    lastMessageAt: row.next(),
    waitingSince: row.next(),
    possibleOptOut: row.next(),
    isBackFromSnooze: row.next(),
    createdAt: row.next(),
    profile: readProfile(row),
    lastMessage: row.peek() === null ? null : readMessage(row),
  }
}

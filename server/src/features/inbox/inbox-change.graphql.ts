import { Field, Int, ObjectType } from 'type-graphql'
import type { ChangeKind } from '../../platform/change-log/change.ts'
import { apiEnum } from '../../platform/graphql/enum.ts'

/** What a change of the inbox is: an entry of the log, or where the subscriber stands. */
export type InboxChangeKind = ChangeKind | 'READY' | 'RESYNC'

export const InboxChangeKindEnum = apiEnum<InboxChangeKind>(
  'InboxChangeKind',
  'What changed in the inbox (R40).',
  {
    READY: 'Nothing: you are current. Live changes follow.',
    RESYNC:
      'Nothing: your cursor is older than the log is kept for. Fetch again, then go on from this cursor.',
    MESSAGE_RECEIVED: 'A person texted. Message, conversation and profile are given.',
    MESSAGE_CREATED: 'An outbound message came about, or one that is not for the inbox (a keyword text).',
    MESSAGE_CHANGED: 'A message got further, or failed.',
    CONVERSATION_CHANGED: "A conversation's status, or whether it is read, changed.",
    PROFILE_CHANGED: "A person's data, consent or block changed.",
    SETTINGS_CHANGED: 'The settings changed.',
  },
)

/** What is pushed for an entry of the log: row ids, and the unread count after it. */
export interface InboxChangePayload {
  cursor: string
  kind: InboxChangeKind
  unreadCount: number
  conversationId: string | null
  messageId: string | null
  profileId: string | null
}

@ObjectType({ description: 'A change of the inbox, with what it concerns as it is now.' })
export class InboxChange {
  @Field(() => String, { simple: true, description: 'Give it back as `after` to go on from here.' })
  cursor!: string

  @Field(() => InboxChangeKindEnum, { simple: true, description: 'What changed.' })
  kind!: InboxChangeKind

  @Field(() => Int, { simple: true, description: 'How many conversations are unread after it.' })
  unreadCount!: number
}

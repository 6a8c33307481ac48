import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { Connection, Edge } from '../../platform/graphql/connection.ts'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { Node } from '../../platform/graphql/node.ts'
import { DateTime } from '../../platform/graphql/scalars.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { Profile, type ProfileRow } from '../profiles/profile.graphql.ts'
import type { ConversationStatus } from './conversation-rules.ts'

export const ConversationStatusEnum = apiEnum<ConversationStatus>(
  'ConversationStatus',
  'Where a conversation is kept (R26).',
  {
    OPEN: 'In the default view.',
    SNOOZED: 'Out of it until its time, or until the person writes.',
    CLOSED: 'Out of it until an agent reopens it, or the person writes.',
  },
)

@ObjectType({ implements: Node, description: 'The one thread between the account and a person.' })
export class Conversation extends Node {
  @Field(() => Profile, { simple: true, description: 'The person.' })
  profile!: ProfileRow

  @Field(() => ConversationStatusEnum, { simple: true, description: 'Open, snoozed or closed.' })
  status!: ConversationStatus

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description: 'When it comes back, if it is snoozed.',
  })
  snoozedUntil!: string | null

  @Field(() => Boolean, {
    simple: true,
    description: 'Whether it is unread, for everyone in the account (R28).',
  })
  isUnread!: boolean

  @Field(() => Message, { simple: true, nullable: true, description: 'The latest message, of any kind.' })
  lastMessage!: MessageRow | null

  @Field(() => DateTime, { simple: true, description: 'When that was.' })
  lastMessageAt!: string

  @Field(() => DateTime, {
    simple: true,
    nullable: true,
    description:
      'Since when the person waits for an answer; null if they do not, and while the conversation is closed (B12).',
  })
  waitingSince!: string | null

  @Field(() => Boolean, { simple: true, description: 'Whether a text may have meant to opt out (R16, B2).' })
  possibleOptOut!: boolean

  @Field(() => Boolean, {
    simple: true,
    description:
      'Whether its snooze came due and nobody has looked since (R26): such a conversation is open again, at the top of the list. Ends when it is marked read, answered, closed or snoozed again.',
  })
  isBackFromSnooze!: boolean

  @Field(() => DateTime, { simple: true, description: 'When the person first texted.' })
  createdAt!: string
}

export interface ConversationRow extends Conversation {
  rowId: string
  senderRowId: string | null
  /** Null without a sender. */
  senderCanReceive: boolean | null
  /** Log sequence of the latest activity: the order of lists. */
  activitySeq: number
}

// A list reads no more of its conversations than was asked for.
type InList = Pick<ConversationRow, 'id' | 'activitySeq'>

@ObjectType({ description: 'A conversation in a list.' })
export class ConversationEdge extends Edge<InList>(() => Conversation) {}

@ObjectType({ description: 'A page of conversations.' })
export class ConversationConnection extends Connection<InList>(
  () => ConversationEdge,
  () => Conversation,
) {
  /** How to count the whole list. */
  count!: () => Promise<number>
}

@InputType({ description: 'Which conversations to list. What is given must all hold (R37).' })
export class ConversationFilter {
  @Field(() => [ConversationStatusEnum], { nullable: true, description: 'Only in these statuses.' })
  status?: ConversationStatus[] | null

  @Field(() => Boolean, { nullable: true, description: 'Only unread ones, or only read ones.' })
  unread?: boolean | null

  @Field(() => [ID], {
    nullable: true,
    description:
      'Only with responses attributed to one of these campaigns or flows (R38); at most 100. An empty list is no filter.',
  })
  sourceIds?: string[] | null

  @Field(() => String, {
    nullable: true,
    description:
      'Only with these words in the name, e-mail and number of the person, or in one text (B9); at most 200 characters, a blank is no filter. Of names, e-mails and numbers any part of three characters or more matches, the number in any format; of texts the beginnings of words, of three letters or more. Case and accents make no difference. A new text is found some seconds after it came.',
  })
  search?: string | null
}

import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import { load } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { NeedsWithin } from '../../platform/graphql/rights.ts'
import { Conversation, ConversationConnection } from '../conversations/conversation.graphql.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { Profile, type ProfileRow } from '../profiles/profile.graphql.ts'
import { conversationByProfile } from './conversation.queries.ts'

@Resolver(() => ConversationConnection)
export class ConversationConnectionResolver {
  @FieldResolver(() => Int, {
    description:
      'How many there are in the whole list. Exact for plain status and unread filters; else counted up to 10,000, and of words that stand in hundreds of thousands of texts perhaps fewer than there are.',
  })
  totalCount(@Root() connection: ConversationConnection): Promise<number> {
    return connection.count()
  }
}

@Resolver(() => Message)
export class MessageConversationResolver {
  @NeedsWithin('READ')
  @FieldResolver(() => Conversation, {
    nullable: true,
    description: 'The conversation; null while the person has never texted.',
  })
  conversation(@Root() message: MessageRow, @Ctx() ctx: RequestContext): Promise<Conversation | null> {
    return load(ctx, conversationByProfile, message.profileRowId)
  }
}

@Resolver(() => Profile)
export class ProfileConversationResolver {
  @NeedsWithin('READ')
  @FieldResolver(() => Conversation, {
    nullable: true,
    description: 'The conversation; null while the person has never texted.',
  })
  conversation(@Root() profile: ProfileRow, @Ctx() ctx: RequestContext): Promise<Conversation | null> {
    return load(ctx, conversationByProfile, profile.rowId)
  }
}

import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { loadIf, loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Conversation } from '../conversations/conversation.graphql.ts'
import { Message } from '../messages/message.graphql.ts'
import { messageById } from '../messages/message.queries.ts'
import { Profile } from '../profiles/profile.graphql.ts'
import { profileById } from '../profiles/profile.queries.ts'
import { InboxSettings } from '../settings/inbox-settings.graphql.ts'
import { settingsByAccount } from '../settings/inbox-settings.queries.ts'
import { conversationById } from './conversation.queries.ts'
import { InboxChange, type InboxChangePayload } from './inbox-change.graphql.ts'

const AS_NOW = 'as it is now; null if the change concerns none'

@Resolver(() => InboxChange)
export class InboxChangeResolver {
  @FieldResolver(() => Conversation, { nullable: true, description: `The conversation, ${AS_NOW}.` })
  conversation(
    @Root() change: InboxChangePayload,
    @Ctx() ctx: RequestContext,
  ): Promise<Conversation | null> | null {
    return loadIf(ctx, conversationById, change.conversationId)
  }

  @FieldResolver(() => Message, { nullable: true, description: `The message, ${AS_NOW}.` })
  message(@Root() change: InboxChangePayload, @Ctx() ctx: RequestContext): Promise<Message | null> | null {
    return loadIf(ctx, messageById, change.messageId)
  }

  @FieldResolver(() => Profile, { nullable: true, description: `The profile, ${AS_NOW}.` })
  profile(@Root() change: InboxChangePayload, @Ctx() ctx: RequestContext): Promise<Profile | null> | null {
    return loadIf(ctx, profileById, change.profileId)
  }

  @FieldResolver(() => InboxSettings, { nullable: true, description: `The settings, ${AS_NOW}.` })
  settings(@Root() change: InboxChangePayload, @Ctx() ctx: RequestContext): Promise<InboxSettings> | null {
    return change.kind === 'SETTINGS_CHANGED' ? loadKnown(ctx, settingsByAccount, ctx.actor.accountId) : null
  }
}

import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { loadIf, loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { MessageSource } from '../campaigns/message-source.graphql.ts'
import { messageSourceById } from '../campaigns/message-source.queries.ts'
import { Profile } from '../profiles/profile.graphql.ts'
import { profileById } from '../profiles/profile.queries.ts'
import { User } from '../users/user.graphql.ts'
import { userById } from '../users/user.queries.ts'
import { Attribution, type AttributionRow, Message, type MessageRow } from './message.graphql.ts'

@Resolver(() => Message)
export class MessageResolver {
  @FieldResolver(() => Profile, { description: 'The person.' })
  profile(@Root() message: MessageRow, @Ctx() ctx: RequestContext): Promise<Profile> {
    return loadKnown(ctx, profileById, message.profileRowId)
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The agent who wrote it; null for all but replies by users.',
  })
  sentBy(@Root() message: MessageRow, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return loadIf(ctx, userById, message.sentByRowId)
  }

  @FieldResolver(() => MessageSource, {
    nullable: true,
    description: 'The campaign or flow that it is part of.',
  })
  source(@Root() message: MessageRow, @Ctx() ctx: RequestContext): Promise<MessageSource | null> | null {
    return loadIf(ctx, messageSourceById, message.sourceRowId)
  }
}

@Resolver(() => Attribution)
export class AttributionResolver {
  @FieldResolver(() => MessageSource, {
    nullable: true,
    description: 'The campaign or flow, if it is attributed to one.',
  })
  source(
    @Root() attribution: AttributionRow,
    @Ctx() ctx: RequestContext,
  ): Promise<MessageSource | null> | null {
    return loadIf(ctx, messageSourceById, attribution.sourceRowId)
  }
}

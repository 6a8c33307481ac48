import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql'
import { load } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { DateTime } from '../../platform/graphql/scalars.ts'
import { Conversation, type ConversationRow } from '../conversations/conversation.graphql.ts'
import { cancelScheduledMessage } from '../messages/actions/cancel-scheduled-message.ts'
import { releaseScheduledMessage } from '../messages/actions/release-scheduled-message.ts'
import { updateScheduledMessage } from '../messages/actions/update-scheduled-message.ts'
import { Message, type MessageRow } from '../messages/message.graphql.ts'
import { scheduledByProfile } from '../messages/scheduled.queries.ts'
import { changeMessage } from './change-message.ts'
import { MessagePayload } from './conversation-mutations.graphql.ts'

const ONE = { description: 'The message.' }

@Resolver(() => Conversation)
export class ScheduledResolver {
  @FieldResolver(() => [Message], {
    description:
      'Messages that are to go out later, of every kind, the soonest first (B4): at most 50 replies, and 100 in all. They stand in the thread, too, where they were written; once one goes out it takes its place at the end.',
  })
  async scheduledMessages(
    @Root() conversation: ConversationRow,
    @Ctx() ctx: RequestContext,
  ): Promise<MessageRow[]> {
    return (await load(ctx, scheduledByProfile, conversation.profile.rowId))?.messages ?? []
  }

  @Authorized('REPLY')
  @Mutation(() => MessagePayload, {
    description:
      'Edits a reply that is still scheduled (B4). One that was held because the person wrote is held no longer. Codes: NOT_FOUND, NOT_SCHEDULED, NOTHING_TO_CHANGE, and those of `sendReply` for text and time.',
  })
  updateScheduledMessage(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, ONE) id: string,
    @Arg('text', () => String, { nullable: true, description: 'The new text; unchanged, if left out.' })
    text: string | null | undefined,
    @Arg('sendAt', () => DateTime, {
      nullable: true,
      description: 'The new time: in the future, at most 90 days ahead; unchanged, if left out.',
    })
    sendAt: string | null | undefined,
  ): Promise<MessagePayload> {
    return changeMessage(ctx, id, (messageId) => updateScheduledMessage(ctx, messageId, { text, sendAt }))
  }

  @Authorized('REPLY')
  @Mutation(() => MessagePayload, {
    description:
      'Calls a scheduled reply off (B4). It stays in the thread as CANCELED. Codes: NOT_FOUND; NOT_SCHEDULED for one that is on its way already: then it goes out.',
  })
  cancelScheduledMessage(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, ONE) id: string,
  ): Promise<MessagePayload> {
    return changeMessage(ctx, id, (messageId) => cancelScheduledMessage(ctx, messageId))
  }

  @Authorized('REPLY')
  @Mutation(() => MessagePayload, {
    description:
      'Lets a scheduled reply go that is held because the person wrote (B4): at its time, or at once if that has passed. Codes: NOT_FOUND, NOT_SCHEDULED, NOT_HELD, and the reasons of the gate (R19).',
  })
  releaseScheduledMessage(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, ONE) id: string,
  ): Promise<MessagePayload> {
    return changeMessage(ctx, id, (messageId) => releaseScheduledMessage(ctx, messageId))
  }
}

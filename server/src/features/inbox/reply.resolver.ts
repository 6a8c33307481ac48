import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql'
import { userError } from '../../platform/errors.ts'
import { load } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { retryMessage } from '../messages/actions/retry-message.ts'
import { type SentReply, sendReply } from '../messages/actions/send-reply.ts'
import { type GateReason, GateReasonEnum } from '../messages/gate.graphql.ts'
import { messageById } from '../messages/message.queries.ts'
import { changeMessage } from './change-message.ts'
import { conversationById } from './conversation.queries.ts'
import { MessagePayload, SendReplyInput, SendReplyPayload } from './conversation-mutations.graphql.ts'

@Resolver()
export class ReplyResolver {
  @Authorized('REPLY')
  @Mutation(() => SendReplyPayload, {
    description:
      'Sends a reply: it is queued at once and goes out in its order (R21), or at `sendAt` (B4). A refusal of the gate is a userError with the reason as its code (R19).',
  })
  sendReply(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SendReplyInput, { description: 'The reply.' }) input: SendReplyInput,
  ): Promise<SendReplyPayload> {
    return payload<SendReplyPayload, SentReply>(
      ctx,
      { message: null, conversation: null },
      async () => {
        const conversationId = fromGlobalId('Conversation', input.conversationId)
        if (!conversationId)
          throw userError('NOT_FOUND', 'There is no such conversation', ['input', 'conversationId'])
        return sendReply(ctx, { ...input, conversationId, text: input.text ?? '' })
      },
      async (sent) => {
        const [message, conversation] = await Promise.all([
          load(ctx, messageById, sent.messageId),
          load(ctx, conversationById, sent.conversationId),
        ])
        return { message, conversation, userErrors: [] }
      },
    )
  }

  @Authorized('REPLY')
  @Mutation(() => MessagePayload, {
    description:
      'Sends a message again that failed, or whose outcome is unknown: then the person may get it twice (R22). The gate is asked first: its refusal is a userError with the reason as its code (R19).',
  })
  retryMessage(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The message.' }) id: string,
    @Arg('overrideWarnings', () => [GateReasonEnum], {
      nullable: true,
      description:
        'Warnings of the gate that the agent saw and overrides, beside those overridden before (R19).',
    })
    overrideWarnings: GateReason[] | null | undefined,
  ): Promise<MessagePayload> {
    return changeMessage(ctx, id, (messageId) => retryMessage(ctx, messageId, overrideWarnings ?? []))
  }
}

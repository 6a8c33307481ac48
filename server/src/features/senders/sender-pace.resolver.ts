import { Arg, Ctx, Float, ID, Mutation, Resolver } from 'type-graphql'
import { userError } from '../../platform/errors.ts'
import { load } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { setSenderPace } from './actions/set-sender-pace.ts'
import { senderById } from './sender.queries.ts'
import { SenderPayload } from './sender-payload.graphql.ts'

@Resolver()
export class SenderPaceResolver {
  @Authorized('MANAGE')
  @Mutation(() => SenderPayload, {
    description:
      'Sets how many campaign and flow messages a second a sender hands to the carrier (R41): what the carrier has granted it. One with media counts as twenty. Above that the carrier queues, and what waits there for more than three hours fails. PACE_INVALID unless it is from 0.01 to 1,000.',
  })
  setSenderPace(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { description: 'The sender.' }) id: string,
    @Arg('messagesPerSecond', () => Float, {
      nullable: true,
      description: 'Messages a second; null or left out: the usual pace of its type.',
    })
    messagesPerSecond: number | null | undefined,
  ): Promise<SenderPayload> {
    return payload<SenderPayload, { senderId: string }>(
      ctx,
      { sender: null },
      async () => {
        const senderId = fromGlobalId('Sender', id)
        if (!senderId) throw userError('NOT_FOUND', 'There is no such sender.', ['id'])
        return setSenderPace(ctx, { senderId, messagesPerSecond: messagesPerSecond ?? null })
      },
      async ({ senderId }) => ({ sender: await load(ctx, senderById, senderId), userErrors: [] }),
    )
  }
}

import { userError } from '../../platform/errors.ts'
import { load } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { messageById } from '../messages/message.queries.ts'
import type { MessagePayload } from './conversation-mutations.graphql.ts'

/** A mutation on a message: a malformed id is the same answer as one that doesn't exist (R3). */
export const changeMessage = (
  ctx: RequestContext,
  id: string,
  action: (messageId: string) => Promise<{ messageId: string }>,
): Promise<MessagePayload> =>
  payload<MessagePayload, { messageId: string }>(
    ctx,
    { message: null },
    async () => {
      const messageId = fromGlobalId('Message', id)
      if (!messageId) throw userError('NOT_FOUND', 'There is no such message.', ['id'])
      return action(messageId)
    },
    async (done) => ({ message: await load(ctx, messageById, done.messageId), userErrors: [] }),
  )

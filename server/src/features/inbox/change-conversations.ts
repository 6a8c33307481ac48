import type { UserErrorItem } from '../../platform/errors.ts'
import { AppError } from '../../platform/errors.ts'
import { load } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import type { ConversationRow } from '../conversations/conversation.graphql.ts'
import { conversationById } from './conversation.queries.ts'
import type { ConversationsPayload } from './conversation-mutations.graphql.ts'

/** An action on several conversations, by row ids: those it changed or left as they were, and errors for the others. */
type ConversationsAction = (
  ctx: RequestContext,
  ids: string[],
) => Promise<{ ids: string[]; userErrors: UserErrorItem[] }>

const MOST_IDS = 100

const notFound = (index: number): UserErrorItem => ({
  code: 'NOT_FOUND',
  message: 'There is no such conversation',
  field: ['ids', String(index)],
})

/**
 * The mutations on a selection of conversations (B7): global ids to row ids, the action, and what is true after it.
 * A malformed id is the same answer as one that doesn't exist (R3). BAD_USER_INPUT for more than 100 ids.
 */
export const changeConversations = (
  ctx: RequestContext,
  ids: string[],
  action: ConversationsAction,
): Promise<ConversationsPayload> => {
  if (ids.length > MOST_IDS) throw new AppError('BAD_USER_INPUT', `ids must be at most ${MOST_IDS}`)
  const rowIds = ids.map((id) => fromGlobalId('Conversation', id))
  const malformed = rowIds.flatMap((rowId, index) => (rowId === null ? [notFound(index)] : []))
  const known = rowIds.filter((rowId) => rowId !== null)
  return payload<ConversationsPayload, Awaited<ReturnType<ConversationsAction>>>(
    ctx,
    { conversations: [] },
    () => action(ctx, known),
    async (done) => {
      const rows = await Promise.all(done.ids.map((id) => load(ctx, conversationById, id)))
      return {
        conversations: rows.filter((row): row is ConversationRow => row !== null),
        userErrors: [...malformed, ...done.userErrors.map((error) => atGivenIndex(error, rowIds))],
      }
    },
  )
}

/** The action numbers the ids that it was given; the caller counts the malformed ones, too. */
const atGivenIndex = (error: UserErrorItem, rowIds: (string | null)[]): UserErrorItem => {
  const [list, index] = error.field ?? []
  if (list !== 'ids' || index === undefined) return error
  const given = rowIds.flatMap((rowId, at) => (rowId === null ? [] : [at]))[Number(index)]
  return { ...error, field: ['ids', String(given ?? index)] }
}

import type { GraphQLResolveInfo } from 'graphql'
import { readTogether, type ScopedRead } from '../../platform/db/scoped-query.ts'
import { AppError } from '../../platform/errors.ts'
import { argumentsBelow } from '../../platform/graphql/arguments-below.ts'
import { pageSize } from '../../platform/graphql/connection.ts'
import type { Page, PageReader } from '../../platform/graphql/page.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import type { ConversationRow } from '../conversations/conversation.graphql.ts'
import type { MessageRow } from '../messages/message.graphql.ts'
import { type ThreadAsked, threadOfConversation, threadPage } from '../messages/message.queries.ts'
import { asksForPlainMessages } from '../messages/message-row.ts'
import { readOfConversations } from './conversation.queries.ts'
import { readConversation } from './conversation-row.ts'

/** A conversation, perhaps with the page of its thread that was read with it. */
interface ConversationWithThread extends ConversationRow {
  thread?: { asked: ThreadAsked; page: Page<MessageRow> }
}

/** What `messages` asks for. BAD_USER_INPUT for a size out of bounds. */
export const askedOfThread = (last: unknown, before: unknown): ThreadAsked => ({
  last: pageSize('last', typeof last === 'number' ? last : null, 50),
  before: typeof before === 'string' ? before : null,
})

/** The read of a thread ahead of the field that will ask for it. */
interface ThreadAhead {
  asked: ThreadAsked
  read: ScopedRead
  pageOf: (rows: unknown[][]) => Page<MessageRow>
}

const messagesBelow = argumentsBelow('messages')

/** What the field `messages` right below a conversation will read; null if there is none, or not just one. */
export const threadAhead = (
  info: GraphQLResolveInfo,
  accountId: string,
  conversationId: string,
): ThreadAhead | null => {
  const below = messagesBelow(info)
  if (!below) return null
  try {
    const asked = askedOfThread(below.last, below.before)
    const extent = asksForPlainMessages(info) ? 'plain' : 'whole'
    return { asked, ...threadOfConversation(accountId, conversationId, asked, extent) }
  } catch (error) {
    // Bad arguments are for that field to refuse, at its own path.
    if (error instanceof AppError) return null
    throw error
  }
}

/** The conversation of this row id with its thread, in one round trip; null if there is none. */
export const conversationWithThread = async (
  ctx: RequestContext,
  id: string,
  { asked, read, pageOf }: ThreadAhead,
): Promise<ConversationWithThread | null> => {
  const { accountId } = ctx.actor
  const reads = [readOfConversations(accountId, [id]), read]
  const [conversations, messages] = (await readTogether(ctx.db.pool, accountId, reads)) as unknown[][][]
  const [found] = conversations ?? []
  return found ? { ...readConversation(found), thread: { asked, page: pageOf(messages ?? []) } } : null
}

/** The page of a conversation's thread: that which was read with it, if it is the one asked for. */
export const threadOf = (
  ctx: RequestContext,
  { thread, profile }: ConversationWithThread,
  asked: ThreadAsked,
): PageReader<MessageRow> => {
  const isRead = thread?.asked.last === asked.last && thread.asked.before === asked.before
  return isRead ? async () => thread.page : threadPage(ctx, profile.rowId, asked)
}

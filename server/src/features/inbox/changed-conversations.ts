import type { Change } from '../../platform/change-log/change.ts'
import type { Statement } from '../../platform/db/batch-transaction.ts'
import { prime } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { messageById } from '../messages/message.queries.ts'
import { profileById } from '../profiles/profile.queries.ts'
import { conversationById, conversationByProfile, readOfConversations } from './conversation.queries.ts'
import { readConversation } from './conversation-row.ts'

/** Of more, the read would hold up the write that it goes with: they are read on another connection. */
const MOST = 10

/** Reads what subscribers show of changes: the conversations with their people and latest messages. Nothing for many. */
export const readOfChanged = (accountId: string, changes: Change[]): Statement | undefined => {
  const ids = new Set(changes.flatMap(({ conversationId }) => conversationId ?? []))
  if (ids.size === 0 || ids.size > MOST) return
  const { statement, values } = readOfConversations(accountId, [...ids])
  return { ...statement, values }
}

/** Takes rows of `readOfChanged` as read, so that the resolvers find them there. */
export const primeChanged = (ctx: RequestContext, rows: unknown[]): void => {
  for (const row of rows) {
    const conversation = readConversation(row as unknown[])
    prime(ctx, conversationById, conversation)
    prime(ctx, conversationByProfile, conversation)
    prime(ctx, profileById, conversation.profile)
    if (conversation.lastMessage) prime(ctx, messageById, conversation.lastMessage)
  }
}

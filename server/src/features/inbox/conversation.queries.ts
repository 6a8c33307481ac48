import { readInAccount, type ScopedRead } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import type { ConversationRow } from '../conversations/conversation.graphql.ts'
import { CONVERSATION_COLUMNS, CONVERSATION_JOINS, readConversation } from './conversation-row.ts'

const BY_ID = {
  name: 'conversations_by_id',
  text: `
    select ${CONVERSATION_COLUMNS} from conversations c ${CONVERSATION_JOINS}
    where c.account_id = $1 and c.id = any($2::uuid[])`,
  rowMode: 'array',
} as const

/** Conversations as lists show them. */
export const conversationById = defineLoader<ConversationRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<unknown[]>(ctx.db.pool, accountId, BY_ID, [accountId, ids])).map(
      readConversation,
    )
  },
  (conversation) => conversation.rowId,
)

/** The read of conversations by their row ids, to be sent together with others. */
export const readOfConversations = (accountId: string, ids: string[]): ScopedRead => ({
  statement: BY_ID,
  values: [accountId, ids],
})

const BY_PROFILE = {
  name: 'conversations_by_profile',
  text: `
    select ${CONVERSATION_COLUMNS} from conversations c ${CONVERSATION_JOINS}
    where c.account_id = $1 and c.profile_id = any($2::uuid[])`,
  rowMode: 'array',
} as const

/** The one conversation of each person, by the profile's row id. */
export const conversationByProfile = defineLoader<ConversationRow>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    return (await readInAccount<unknown[]>(ctx.db.pool, accountId, BY_PROFILE, [accountId, ids])).map(
      readConversation,
    )
  },
  (conversation) => conversation.profile.rowId,
)

interface SourcesOfThread {
  profileRowId: string
  sourceRowIds: string[]
}

const SOURCES = {
  name: 'thread_sources',
  text: `
    select profile_id as "profileRowId", array_agg(distinct attribution_source_id::text) as "sourceRowIds"
    from messages where account_id = $1 and profile_id = any($2::uuid[]) and attribution_source_id is not null
    group by profile_id`,
}

/** Campaigns and flows that a person's responses are attributed to (R38). */
export const sourcesByProfile = defineLoader<SourcesOfThread>(
  (ctx, ids) => readInAccount(ctx.db.pool, ctx.actor.accountId, SOURCES, [ctx.actor.accountId, ids]),
  (row) => row.profileRowId,
)

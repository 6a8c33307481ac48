import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction, sql } from '../../../platform/db/in-transaction.ts'
import { findProfile } from './find-profile.ts'

/** So many texts that came meanwhile are pushed to open threads, the latest; older ones show when a thread is read. */
const MOST_PUSHED = 200

const CONVERSATION = `select id from conversations where account_id = entered_account() and profile_id = $1`

/** By messages_thread: reads the thread of the person once. */
const REVEAL = `
  update messages set is_hidden = false where account_id = entered_account() and profile_id = $1 and is_hidden
  returning id, seq`

/**
 * B8: unblocks a person: from now on all is as with anybody else. Texts that came meanwhile take their places in the
 * thread, as what they are by now, history: nothing becomes unread or opens by them. Does nothing for one who is not blocked.
 * @throws userErrors NOT_FOUND
 */
export const unblockProfile = (ctx: Context, profileId: string): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const profile = await findProfile(ctx, profileId)
    if (!profile.blockedAt) return
    profile.blockedAt = null
    profile.blockedBy = null
    profile.blockedMessageCount = 0
    const [conversation] = await sql<{ id: string }>(ctx, CONVERSATION, [profileId])
    const conversationId = conversation?.id ?? null
    recordChange(ctx, { kind: 'PROFILE_CHANGED', profileId, conversationId })
    for (const messageId of await reveal(ctx, profileId))
      recordChange(ctx, { kind: 'MESSAGE_CREATED', profileId, conversationId, messageId })
  })

/** Ids of the latest of those that were hidden, in the order of the thread. */
const reveal = async (ctx: WriteContext, profileId: string): Promise<string[]> => {
  const revealed = await sql<{ id: string; seq: string }>(ctx, REVEAL, [profileId])
  return revealed
    .sort((a, b) => Number(a.seq) - Number(b.seq))
    .slice(-MOST_PUSHED)
    .map((row) => row.id)
}

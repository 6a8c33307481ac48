import { recordChange } from '../../platform/change-log/record-change.ts'
import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import { userError } from '../../platform/errors.ts'
import { Conversation } from '../conversations/conversation.entity.ts'
import { Message } from './message.entity.ts'
import { mostScheduled } from './schedule-rules.ts'

const SCHEDULED = `
  select count(*)::int as n from (select from messages where account_id = entered_account() and profile_id = $1
    and status = 'SCHEDULED' limit ${mostScheduled}) scheduled`

/** Refuses with `TOO_MANY_SCHEDULED` if so many wait for a person already that no other may. */
export const checkRoomToSchedule = async (
  ctx: WriteContext,
  profileId: string,
  field: string[],
): Promise<void> => {
  const [row] = await sql<{ n: number }>(ctx, SCHEDULED, [profileId])
  if (row && row.n >= mostScheduled)
    throw userError(
      'TOO_MANY_SCHEDULED',
      `${mostScheduled} messages are scheduled for this person already. Cancel one first.`,
      field,
    )
}

/** A reply that waits for its time, and its conversation. */
export interface ScheduledReply {
  message: Message
  conversation: Conversation
}

/**
 * A reply that is still scheduled. The account's lock keeps it so until this transaction ends: a worker that wants to
 * send it waits, and one that was first has made it a message on its way.
 * @throws UserErrors `NOT_FOUND`; `NOT_SCHEDULED` for one that is not, or no longer, or is part of a campaign or flow
 */
export const findScheduledReply = async (ctx: WriteContext, messageId: string): Promise<ScheduledReply> => {
  const { accountId } = ctx.actor
  const message = await ctx.em.findOne(Message, { id: messageId, accountId, direction: 'OUTBOUND' })
  if (!message) throw userError('NOT_FOUND', 'There is no such message.', ['id'])
  const conversation = await ctx.em.findOne(
    Conversation,
    { profile: message.profileId, accountId },
    { populate: ['profile'] },
  )
  if (message.status !== 'SCHEDULED' || message.kind !== 'REPLY' || !conversation)
    throw userError('NOT_SCHEDULED', 'This message is not scheduled, or is on its way already.', ['id'])
  return { message, conversation }
}

/** Records that a scheduled reply is another. */
export const recordScheduledChange = (
  ctx: WriteContext,
  { message, conversation }: ScheduledReply,
): { messageId: string } => {
  recordChange(ctx, {
    kind: 'MESSAGE_CHANGED',
    messageId: message.id,
    conversationId: conversation.id,
    profileId: message.profileId,
  })
  return { messageId: message.id }
}

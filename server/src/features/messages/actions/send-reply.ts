import { createHash } from 'node:crypto'
import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { parseMoment } from '../../../platform/moment.ts'
import { Conversation } from '../../conversations/conversation.entity.ts'
import { open, reply } from '../../conversations/conversation-rules.ts'
import { attachMedia } from '../../media/actions/attach-media.ts'
import type { Sender } from '../../senders/sender.entity.ts'
import { composeReply, type MessageText } from '../compose-reply.ts'
import type { GateReason } from '../gate.ts'
import { Message } from '../message.entity.ts'
import { type AgentSend, passGate } from '../reply-gate.ts'
import { checkReplyText } from '../reply-text.ts'
import { readSendAt } from '../schedule-rules.ts'
import { checkRoomToSchedule } from '../scheduled-messages.ts'

export interface Reply {
  conversationId: string
  text: string
  /** Global ids of uploads, in their order (R20). */
  mediaIds?: readonly string[] | null
  /** Whether its links become short; else as the account's settings say (R34). */
  shortenLinks?: boolean | null
  /** ISO 8601: to go out then (B4); now, without it. */
  sendAt?: string | null
  /** The same reply under the same key is one message (R22). */
  idempotencyKey?: string | null
  /** Warnings of the gate that the agent has read and accepts. */
  overrideWarnings?: GateReason[] | null
}

export interface SentReply {
  messageId: string
  conversationId: string
}

/**
 * Queues an agent's reply, to go out from the number that the person last texted (R8), or schedules it for `sendAt`
 * (B4), and opens the conversation (R27). Refuses with the gate's reasons (R6, R19), for text that can't be sent, for a
 * moment that it can't be scheduled for, and for a key that stands for another reply; then nothing is stored.
 */
export const sendReply = async (ctx: Context, input: Reply): Promise<SentReply> => {
  checkReplyText(input.text, Boolean(input.mediaIds?.length))
  return inTransaction(ctx, async (ctx) => {
    const conversation = await ctx.em.findOne(
      Conversation,
      { id: input.conversationId, accountId: ctx.actor.accountId },
      { populate: ['profile'] },
    )
    if (!conversation)
      throw userError('NOT_FOUND', 'There is no such conversation.', ['input', 'conversationId'])
    const earlier = await findByKey(ctx, input)
    if (earlier) return { messageId: earlier.id, conversationId: conversation.id }
    const sendAt = input.sendAt == null ? null : readSendAt(input.sendAt, ctx.now, ['input', 'sendAt'])
    if (sendAt) await checkRoomToSchedule(ctx, conversation.profile.id, ['input', 'sendAt'])
    const sender = await passGate(ctx, conversation, agentSend(input, sendAt), ['input', 'conversationId'])
    const messageId = newId()
    const { id: profileId, phoneNumber: to } = conversation.profile
    const mediaIds = await attachMedia(ctx, { mediaIds: input.mediaIds ?? [], to })
    const typed = { ...input, messageId, profileId, hasMedia: mediaIds !== null }
    const text = await composeReply(ctx, typed, sendAt ? 'LATER' : 'NOW')
    const message = createMessage(ctx, { id: messageId, conversation, sender, text, mediaIds }, input, sendAt)
    if (sendAt) open(conversation)
    else takeLast(conversation, message)
    return { messageId: message.id, conversationId: conversation.id }
  })
}

const agentSend = ({ overrideWarnings }: Reply, sendAt: Date | null): AgentSend =>
  sendAt ? { purpose: 'SCHEDULED' } : { purpose: 'REPLY', overrideWarnings: overrideWarnings ?? [] }

/** A reply that was scheduled does this when it goes out. */
const takeLast = (conversation: Conversation, message: Message): void => {
  reply(conversation)
  conversation.activitySeq = message.seq
  conversation.lastMessageId = message.id
  conversation.lastMessageAt = message.createdAt
}

const findByKey = async (ctx: WriteContext, input: Reply): Promise<Message | null> => {
  if (!input.idempotencyKey) return null
  const earlier = await ctx.em.findOne(Message, {
    accountId: ctx.actor.accountId,
    idempotencyKey: input.idempotencyKey,
  })
  if (earlier && !requestHash(input).equals(earlier.requestHash ?? Buffer.alloc(0)))
    throw userError('IDEMPOTENCY_KEY_REUSED', 'This key was used for another reply; use a new key.', [
      'input',
      'idempotencyKey',
    ])
  return earlier
}

interface ReplyToCreate {
  id: string
  conversation: Conversation
  sender: Sender
  text: MessageText
  /** Row ids. */
  mediaIds: string[] | null
}

const createMessage = (
  ctx: WriteContext,
  { id, conversation, sender, text, mediaIds }: ReplyToCreate,
  input: Reply,
  sendAt: Date | null,
): Message => {
  const seq = recordChange(ctx, {
    kind: 'MESSAGE_CREATED',
    conversationId: conversation.id,
    messageId: id,
    profileId: conversation.profile.id,
  })
  return ctx.em.create(Message, {
    id,
    seq,
    accountId: ctx.actor.accountId,
    profileId: conversation.profile.id,
    direction: 'OUTBOUND',
    kind: 'REPLY',
    ...text,
    mediaIds,
    status: sendAt ? 'SCHEDULED' : 'QUEUED',
    senderId: sender.id,
    sentBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    idempotencyKey: input.idempotencyKey || null,
    requestHash: input.idempotencyKey ? requestHash(input) : null,
    overrideWarnings: (sendAt ? null : input.overrideWarnings) ?? [],
    scheduledAt: sendAt,
    nextAttemptAt: sendAt ?? ctx.now,
    createdAt: ctx.now,
  })
}

const requestHash = ({ conversationId, text, mediaIds, sendAt, shortenLinks }: Reply): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        conversationId,
        text,
        ...(mediaIds?.length ? [mediaIds] : []),
        ...(sendAt ? [parseMoment(sendAt) ?? sendAt] : []),
        ...(shortenLinks == null ? [] : [shortenLinks]),
      ]),
    )
    .digest()

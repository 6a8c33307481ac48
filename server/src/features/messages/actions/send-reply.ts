import { createHash } from 'node:crypto'
import { recordChange } from '../../../platform/change-log/record-change.ts'
import type { Context, WriteContext } from '../../../platform/context.ts'
import { inTransaction } from '../../../platform/db/in-transaction.ts'
import { userError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import { Conversation } from '../../conversations/conversation.entity.ts'
import { reply } from '../../conversations/conversation-rules.ts'
import type { Sender } from '../../senders/sender.entity.ts'
import type { GateReason } from '../gate.ts'
import { measureText } from '../measure-text.ts'
import { Message } from '../message.entity.ts'
import { passGate } from '../reply-gate.ts'
import { checkReplyText } from '../reply-text.ts'

export interface Reply {
  conversationId: string
  text: string
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
 * Queues an agent's reply, to go out from the number that the person last texted (R8), and opens the conversation
 * (R27). Refuses with the gate's reasons (R6, R19), for text that can't be sent, and for a key that stands for
 * another reply; then nothing is stored.
 */
export const sendReply = async (ctx: Context, input: Reply): Promise<SentReply> => {
  checkReplyText(input.text)
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
    const sender = await passGate(
      ctx,
      conversation,
      { purpose: 'REPLY', overrideWarnings: input.overrideWarnings ?? [] },
      ['input', 'conversationId'],
    )
    const message = queueMessage(ctx, conversation, sender, input)
    reply(conversation)
    conversation.activitySeq = message.seq
    conversation.lastMessageId = message.id
    conversation.lastMessageAt = message.createdAt
    return { messageId: message.id, conversationId: conversation.id }
  })
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

const queueMessage = (
  ctx: WriteContext,
  conversation: Conversation,
  sender: Sender,
  input: Reply,
): Message => {
  const id = newId()
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
    text: input.text,
    ...measureText(input.text),
    status: 'QUEUED',
    senderId: sender.id,
    sentBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    idempotencyKey: input.idempotencyKey || null,
    requestHash: input.idempotencyKey ? requestHash(input) : null,
    overrideWarnings: input.overrideWarnings ?? [],
    nextAttemptAt: ctx.now,
    createdAt: ctx.now,
  })
}

const requestHash = ({ conversationId, text }: Reply): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([conversationId, text]))
    .digest()

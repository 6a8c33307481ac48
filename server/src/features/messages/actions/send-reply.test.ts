import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { UserErrors } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildSender,
  buildUser,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { type Reply, sendReply } from './send-reply.ts'

const world: World = await openWorld(5)
let account: BuiltAccount
let conversationId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ conversationId } = await buildConversation(world.owner, account, {
    is_unread: true,
    waiting_since: new Date(),
  }))
})
afterAll(() => world.close())

const ctx = () => contextOf(world.db, account.accountId)
const reply = (input: Partial<Reply> = {}) => ({ conversationId, text: 'On its way', ...input })
const codes = async (sending: Promise<unknown>): Promise<string[]> => {
  try {
    await sending
    return []
  } catch (error) {
    if (error instanceof UserErrors) return error.items.map((item) => item.code)
    throw error
  }
}
const messages = async (): Promise<Record<string, unknown>[]> =>
  (await world.owner.query('select * from messages where account_id = $1 order by seq', [account.accountId]))
    .rows
const conversation = async (): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from conversations where id = $1', [conversationId])).rows[0]

describe('a reply', () => {
  test('R8, R21: is queued from the number last texted, by the agent, at the top of the list', async () => {
    const second = await buildSender(world.owner, account.accountId, '+18885550100', 'TOLL_FREE')
    await world.owner.query('update conversations set sender_id = $1 where id = $2', [second, conversationId])
    const userId = await buildUser(world.owner, account.accountId)
    const asAgent = contextOf(world.db, account.accountId, agentOf(account.accountId, userId))
    const { result, entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
      sendReply(asAgent, reply()),
    )
    expect(entries).toMatchObject([{ kind: 'MESSAGE_CREATED', conversationId, messageId: result.messageId }])
    expect(await messages()).toMatchObject([
      {
        id: result.messageId,
        status: 'QUEUED',
        kind: 'REPLY',
        sender_id: second,
        sent_by: userId,
        segments: 1,
      },
    ])
    expect(await conversation()).toMatchObject({
      last_message_id: result.messageId,
      activity_seq: String(entries[0]?.seq),
      waiting_since: null,
      is_unread: true,
    })
    await world.owner.query('update senders set address = $2 where id = $1', [second, '+18885550177'])
  })

  test.each([
    ['closed', { status: 'CLOSED' }],
    ['snoozed', { status: 'SNOOZED', snoozed_until: new Date(Date.now() + 3_600_000) }],
  ])('R27: opens a %s conversation', async (_, columns) => {
    const other = await buildConversation(world.owner, account, columns)
    await pushEqualsRefetch(world.db, account.accountId, () => sendReply(ctx(), reply(other)))
    const { rows } = await world.owner.query(
      'select status, snoozed_until from conversations where id = $1',
      [other.conversationId],
    )
    expect(rows).toEqual([{ status: 'OPEN', snoozed_until: null }])
  })

  test('R3: to another account’s conversation, or none, is the same refusal', async () => {
    const stranger = contextOf(world.db, (await buildAccount(world.owner)).accountId)
    expect(await codes(sendReply(stranger, reply()))).toEqual(['NOT_FOUND'])
    expect(await codes(sendReply(ctx(), reply({ conversationId: newId() })))).toEqual(['NOT_FOUND'])
  })

  test('R20: that can’t be sent is refused by name', async () => {
    expect(await codes(sendReply(ctx(), reply({ text: ' ' })))).toEqual(['TEXT_REQUIRED'])
  })

  test.each([
    ['R6', 'NOT_SUBSCRIBED', { consent: 'NEVER_SUBSCRIBED' }],
    ['R6', 'OPTED_OUT', { consent: 'UNSUBSCRIBED' }],
    ['R19', 'BLOCKED', { blocked_at: new Date() }],
    ['R19', 'UNREACHABLE', { unreachable_at: new Date() }],
  ])('%s: is refused with %s, and nothing is stored or pushed', async (_, reason, profile) => {
    const other = await buildConversation(world.owner, account, {}, profile)
    const { result, entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
      codes(sendReply(ctx(), reply(other))),
    )
    expect(result).toEqual([reason])
    expect(entries).toEqual([])
    expect(await messages()).toEqual([])
  })

  test('R19: is refused where the number is gone, or was never one that can receive', async () => {
    const gone = await buildConversation(world.owner, account, { sender_id: null })
    expect(await codes(sendReply(ctx(), reply(gone)))).toEqual(['NO_SENDER'])
    const sender_id = await buildSender(world.owner, account.accountId, 'ACME', 'ALPHANUMERIC')
    const name = await buildConversation(world.owner, account, { sender_id })
    expect(await codes(sendReply(ctx(), reply(name)))).toEqual(['SENDER_CANNOT_RECEIVE'])
  })
})

describe('R22: one idempotency key is one message', () => {
  test('under 20 submissions at once, of two processes', async () => {
    const other = world.openAnother(5)
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        sendReply(contextOf(n % 2 ? other : world.db, account.accountId), reply({ idempotencyKey: 'k-1' })),
      ),
    )
    expect(new Set(results.map((result) => result.messageId)).size).toBe(1)
    expect(await messages()).toHaveLength(1)
  })

  test('also when the gate has closed since, and pushes nothing the second time', async () => {
    const first = await sendReply(ctx(), reply({ idempotencyKey: 'k-2' }))
    await world.owner.query(`update profiles set consent = 'UNSUBSCRIBED' where account_id = $1`, [
      account.accountId,
    ])
    const again = await pushEqualsRefetch(world.db, account.accountId, () =>
      sendReply(ctx(), reply({ idempotencyKey: 'k-2' })),
    )
    expect(again).toEqual({ result: first, entries: [] })
  })

  test('used for another text or conversation it is refused', async () => {
    await sendReply(ctx(), reply({ idempotencyKey: 'k-3' }))
    const other = await buildConversation(world.owner, account)
    expect(await codes(sendReply(ctx(), reply({ idempotencyKey: 'k-3', text: 'Else' })))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ])
    expect(await codes(sendReply(ctx(), reply({ idempotencyKey: 'k-3', ...other })))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ])
    expect(await messages()).toHaveLength(1)
  })

  test('is each account’s own; without a key, or with an empty one, every submission is a message', async () => {
    const neighbour = await buildAccount(world.owner)
    const theirs = await buildConversation(world.owner, neighbour)
    await sendReply(contextOf(world.db, neighbour.accountId), reply({ ...theirs, idempotencyKey: 'k-4' }))
    await sendReply(ctx(), reply({ idempotencyKey: 'k-4' }))
    for (const idempotencyKey of [undefined, null, '']) await sendReply(ctx(), reply({ idempotencyKey }))
    expect(await messages()).toHaveLength(4)
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../../../platform/context.ts'
import { UserErrors } from '../../../platform/errors.ts'
import { newId, toGlobalId } from '../../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildUser,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { buildMedia } from '../../../test/build-media.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { accepted, scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { sendReply } from '../../messages/actions/send-reply.ts'
import { updateScheduledMessage } from '../../messages/actions/update-scheduled-message.ts'
import { sendQueued } from '../../messages/sending/send-queued.ts'

const world: World = await openWorld(4)
afterAll(() => world.close())

let account: BuiltAccount
let ctx: Context
let conversationId: string
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  const { accountId } = account
  ctx = contextOf(world.db, accountId, agentOf(accountId, await buildUser(world.owner, accountId)))
  const built = await buildConversation(world.owner, account)
  conversationId = built.conversationId
  profileId = built.profileId
})

const upload = async (columns: Record<string, unknown> = {}, accountId = account.accountId) =>
  toGlobalId('Media', await buildMedia(world.owner, accountId, columns))
const reply = (mediaIds: string[], more: { text?: string; sendAt?: string; idempotencyKey?: string } = {}) =>
  sendReply(ctx, { conversationId, text: '', mediaIds, overrideWarnings: ['QUIET_HOURS'], ...more })
const refusal = async (sending: Promise<unknown>) => {
  const error = await sending.then(
    () => null,
    (error: unknown) => error,
  )
  return error instanceof UserErrors ? error.items.map(({ code, field }) => [code, field?.join('.')]) : error
}
const messageOf = async (id: string) =>
  (await world.owner.query('select media_ids, segments, status, text from messages where id = $1', [id]))
    .rows[0]
const count = async (table: string): Promise<number> =>
  (
    await world.owner.query(`select count(*)::int as n from ${table} where account_id = $1`, [
      account.accountId,
    ])
  ).rows[0].n

describe('R20: pictures in a reply', () => {
  test('go out in their order, with no text, as one segment, each from an address of its own', async () => {
    const ids = [await upload(), await upload(), await upload()]
    const { result } = await pushEqualsRefetch(world.db, account.accountId, () => reply(ids.toReversed()))
    expect(await messageOf(result.messageId)).toMatchObject({
      media_ids: ids.toReversed().map((id) => id.slice(4)),
      segments: 1,
      text: '',
      status: 'QUEUED',
    })
    const carrier = scriptedCarrier(accepted)
    const system = contextOf(world.db, account.accountId)
    await sendQueued(system, { carrier, callbackUrl: () => 'http://parley.test/status' }, profileId)
    const tokens = await world.owner.query<{ id: string; token: string }>(
      'select id, token from media where account_id = $1',
      [account.accountId],
    )
    const urlOf = (id: string) =>
      `${system.publicUrl}/media/${tokens.rows.find((row) => `med_${row.id}` === id)?.token}`
    expect(carrier.sent).toMatchObject([{ text: '', mediaUrls: ids.toReversed().map(urlOf) }])
  })

  test('an upload may be sent again, and in a scheduled reply whose text is taken out later', async () => {
    const [id, sendAt] = [await upload(), new Date(Date.now() + 86_400_000).toISOString()]
    await reply([id], { text: 'Look' })
    const { messageId } = await reply([id], { text: 'Look again', sendAt })
    await updateScheduledMessage(ctx, messageId, { text: '' })
    expect(await messageOf(messageId)).toMatchObject({ text: '', segments: 1, status: 'SCHEDULED' })
  })

  test('a scheduled reply is put together when it is due, and stays one segment', async () => {
    const [id, sendAt] = [await upload(), new Date(Date.now() + 86_400_000).toISOString()]
    const { messageId } = await reply([id], {
      text: `${'Look! '.repeat(50)}https://acme.example/jacket`,
      sendAt,
    })
    await world.owner.query(
      'update messages set scheduled_at = now(), next_attempt_at = now() where id = $1',
      [messageId],
    )
    const carrier = scriptedCarrier(accepted)
    const system = contextOf(world.db, account.accountId)
    await sendQueued(system, { carrier, callbackUrl: () => 'http://parley.test/status' }, profileId)
    expect(carrier.sent).toMatchObject([{ mediaUrls: [expect.stringContaining('/media/')] }])
    expect(await messageOf(messageId)).toMatchObject({
      segments: 1,
      status: 'SENT',
      text: carrier.sent[0]?.text,
    })
    expect(carrier.sent[0]?.text).toContain('/l/')
  })

  test('R22: the same key with other pictures is another reply', async () => {
    const [one, two] = [await upload(), await upload()]
    const { messageId } = await reply([one], { idempotencyKey: 'a' })
    expect(await reply([one], { idempotencyKey: 'a' })).toMatchObject({ messageId })
    expect(await refusal(reply([two], { idempotencyKey: 'a' }))).toEqual([
      ['IDEMPOTENCY_KEY_REUSED', 'input.idempotencyKey'],
    ])
  })

  const field = 'input.mediaIds'
  test.each<[string, () => Promise<string[]>, [string, string][]]>([
    ['none, and no text', async () => [], [['TEXT_REQUIRED', 'input.text']]],
    ['eleven', () => Promise.all(Array.from({ length: 11 }, () => upload())), [['TOO_MANY_MEDIA', field]]],
    [
      'R3: malformed, of nobody, of another account, of another type',
      async () => {
        const theirs = await upload({}, (await buildAccount(world.owner)).accountId)
        return ['med_x', toGlobalId('Media', newId()), theirs, toGlobalId('Message', newId()), await upload()]
      },
      [0, 1, 2, 3].map((index) => ['NOT_FOUND', `${field}.${index}`]),
    ],
    [
      'not stored yet, and about to be deleted',
      async () => [await upload({ stored_at: null }), await upload({ doomed_at: new Date() })],
      [0, 1].map((index) => ['NOT_FOUND', `${field}.${index}`]),
    ],
    [
      'the same twice',
      async () => {
        const id = await upload()
        return [id, await upload(), id]
      },
      [['MEDIA_REPEATED', `${field}.2`]],
    ],
    [
      'what came in with a text',
      async () => [await upload({ origin: 'INBOUND' })],
      [['MEDIA_NOT_SENDABLE', `${field}.0`]],
    ],
  ])('refused, and nothing stored or taken: %s', async (_, make, errors) => {
    const ids = await make()
    expect(await refusal(reply(ids))).toEqual(errors)
    expect(await count('messages')).toBe(0)
    const attached = await world.owner.query(
      'select from media where account_id = $1 and attached_at is not null',
      [account.accountId],
    )
    expect(attached.rowCount).toBe(0)
  })

  test('refused to numbers that MMS do not reach', async () => {
    const british = await buildConversation(world.owner, account, {}, { phone_number: '+447911123456' })
    conversationId = british.conversationId
    expect(await refusal(reply([await upload()]))).toEqual([['MEDIA_NOT_SUPPORTED', field]])
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type UserErrorItem, UserErrors } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { cancelScheduledMessage } from './cancel-scheduled-message.ts'
import { receiveTexts } from './receive-texts.ts'
import { releaseScheduledMessage } from './release-scheduled-message.ts'
import { retryMessage } from './retry-message.ts'
import { type Reply, sendReply } from './send-reply.ts'
import { updateScheduledMessage } from './update-scheduled-message.ts'

const world: World = await openWorld(5)
let account: BuiltAccount
let profileId: string
let conversationId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId, conversationId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const HOUR = 3_600_000
const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString()
const ctx = () => contextOf(world.db, account.accountId)
const schedule = async (input: Partial<Reply> = {}): Promise<string> =>
  (await sendReply(ctx(), { conversationId, text: 'Good morning', sendAt: inHours(9), ...input })).messageId
const errorsOf = async (work: Promise<unknown>): Promise<Pick<UserErrorItem, 'code' | 'field'>[]> => {
  try {
    await work
    return []
  } catch (error) {
    if (error instanceof UserErrors) return error.items.map(({ code, field }) => ({ code, field }))
    throw error
  }
}
const rows = async (): Promise<Record<string, unknown>[]> =>
  (await world.owner.query('select * from messages where account_id = $1 order by seq', [account.accountId]))
    .rows
const message = async (id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from messages where id = $1', [id])).rows[0]
const conversation = async (): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from conversations where id = $1', [conversationId])).rows[0]
const write = async (text: string): Promise<unknown> => {
  const { phone_number: from } = (
    await world.owner.query('select phone_number from profiles where id = $1', [profileId])
  ).rows[0]
  return receiveTexts(world.db, account.accountId, [textFrom(account, from, text)], () => [])
}

describe('B4: a reply that is scheduled', () => {
  test('waits in the thread for its time; the conversation stays where it is in the list', async () => {
    await world.owner.query(
      `update conversations set status = 'CLOSED', waiting_since = now() where id = $1`,
      [conversationId],
    )
    const before = await conversation()
    const sendAt = inHours(9)
    const { result: id, entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
      schedule({ sendAt }),
    )
    expect(entries).toMatchObject([{ kind: 'MESSAGE_CREATED', messageId: id, conversationId }])
    expect(await rows()).toMatchObject([
      {
        id,
        status: 'SCHEDULED',
        scheduled_at: new Date(sendAt),
        next_attempt_at: new Date(sendAt),
        held_reason: null,
      },
    ])
    // R27: the agent replied, so the conversation is open; nobody has an answer yet.
    expect(await conversation()).toEqual({ ...before, status: 'OPEN' })
  })

  test.each([
    ['SEND_AT_INVALID', 'tomorrow'],
    ['SEND_AT_INVALID', ''],
    ['SEND_AT_INVALID', '2026-02-30T08:00:00Z'],
    ['SEND_AT_INVALID', '2999-01-01T08:00:00'],
    ['SEND_AT_PAST', '2020-01-01T08:00:00Z'],
    ['SEND_AT_PAST', new Date().toISOString()],
    ['SEND_AT_TOO_FAR', inHours(90 * 24 + 1)],
    ['SEND_AT_TOO_FAR', '9999-12-31T23:59:59Z'],
  ])('is refused with %s for %j, and nothing is stored', async (code, sendAt) => {
    const { result, entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
      errorsOf(schedule({ sendAt })),
    )
    expect(result).toEqual([{ code, field: ['input', 'sendAt'] }])
    expect(entries).toEqual([])
  })

  test.each([
    ['OPTED_OUT', { consent: 'UNSUBSCRIBED' }],
    ['BLOCKED', { blocked_at: new Date() }],
  ])('is refused with %s, as if it were to go out now', async (code, profile) => {
    ;({ conversationId } = await buildConversation(world.owner, account, {}, profile))
    expect(await errorsOf(schedule())).toEqual([{ code, field: ['input', 'conversationId'] }])
  })

  test('R22: is one message under one key, however its time is written, also when that has passed', async () => {
    const sendAt = new Date(Date.now() + HOUR)
    const id = await schedule({ idempotencyKey: 'k', sendAt: sendAt.toISOString() })
    expect(await schedule({ idempotencyKey: 'k', sendAt: sendAt.toISOString().replace('Z', '+00:00') })).toBe(
      id,
    )
    const later = { ...ctx(), now: new Date(Date.now() + 2 * HOUR) }
    const again = { conversationId, text: 'Good morning', sendAt: sendAt.toISOString(), idempotencyKey: 'k' }
    expect((await sendReply(later, again)).messageId).toBe(id)
    for (const other of [inHours(2), null])
      expect(await errorsOf(schedule({ idempotencyKey: 'k', sendAt: other }))).toEqual([
        { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] },
      ])
    expect(await rows()).toHaveLength(1)
  })

  test('is one of 50 for a person at most', async () => {
    for (let n = 0; n < 50; n++)
      await buildMessage(world.owner, account, profileId, { status: 'SCHEDULED', scheduled_at: new Date() })
    expect(await errorsOf(schedule())).toEqual([{ code: 'TOO_MANY_SCHEDULED', field: ['input', 'sendAt'] }])
  })
})

describe('B4: what an agent does with it', () => {
  test('calling it off leaves it in the thread as CANCELED, for good', async () => {
    const id = await schedule()
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () =>
      cancelScheduledMessage(ctx(), id),
    )
    expect(entries).toMatchObject([{ kind: 'MESSAGE_CHANGED', messageId: id, conversationId }])
    expect(await message(id)).toMatchObject({ status: 'CANCELED', next_attempt_at: null })
    expect(await errorsOf(cancelScheduledMessage(ctx(), id))).toEqual([
      { code: 'NOT_SCHEDULED', field: ['id'] },
    ])
    expect(await errorsOf(retryMessage(ctx(), id))).toEqual([{ code: 'NOT_RETRYABLE', field: ['id'] }])
  })

  test('editing changes text, size and time; what is left out stays', async () => {
    const id = await schedule()
    const { scheduled_at } = await message(id)
    await pushEqualsRefetch(world.db, account.accountId, () =>
      updateScheduledMessage(ctx(), id, { text: 'Good morning 🙂' }),
    )
    expect(await message(id)).toMatchObject({ text: 'Good morning 🙂', encoding: 'UCS2', scheduled_at })
    const sendAt = inHours(30)
    await pushEqualsRefetch(world.db, account.accountId, () => updateScheduledMessage(ctx(), id, { sendAt }))
    expect(await message(id)).toMatchObject({
      text: 'Good morning 🙂',
      status: 'SCHEDULED',
      scheduled_at: new Date(sendAt),
      next_attempt_at: new Date(sendAt),
    })
  })

  test.each([
    ['NOTHING_TO_CHANGE', 'text', {}],
    ['NOTHING_TO_CHANGE', 'text', { text: null, sendAt: null }],
    ['TEXT_REQUIRED', 'text', { text: ' ' }],
    ['TEXT_INVALID', 'text', { text: 'a\0b' }],
    ['TEXT_TOO_LONG', 'text', { text: 'a'.repeat(1_601) }],
    ['SEND_AT_INVALID', 'sendAt', { sendAt: 'soon' }],
    ['SEND_AT_PAST', 'sendAt', { sendAt: '2020-01-01T00:00Z' }],
    ['SEND_AT_TOO_FAR', 'sendAt', { text: 'Fine', sendAt: inHours(91 * 24) }],
  ])('editing is refused with %s at %s, and nothing is changed', async (code, field, edit) => {
    const id = await schedule()
    const before = await message(id)
    expect(await errorsOf(updateScheduledMessage(ctx(), id, edit))).toEqual([{ code, field: [field] }])
    expect(await message(id)).toEqual(before)
  })

  const verbs = [
    ['edit', (id: string, as = ctx()) => updateScheduledMessage(as, id, { text: 'Other' })],
    ['cancel', (id: string, as = ctx()) => cancelScheduledMessage(as, id)],
    ['release', (id: string, as = ctx()) => releaseScheduledMessage(as, id)],
  ] as const

  test.each(verbs)('R3: to %s another account’s, or none, is the same refusal', async (_, verb) => {
    const id = await schedule()
    const stranger = contextOf(world.db, (await buildAccount(world.owner)).accountId)
    const notFound = [{ code: 'NOT_FOUND', field: ['id'] }]
    expect(await errorsOf(verb(id, stranger))).toEqual(notFound)
    expect(await errorsOf(verb(newId()))).toEqual(notFound)
    expect(await message(id)).toMatchObject({ status: 'SCHEDULED', text: 'Good morning' })
  })

  test.each(verbs)('to %s what is on its way, was sent, or is a campaign’s is refused', async (_, verb) => {
    for (const columns of [
      { status: 'QUEUED' },
      { status: 'QUEUED', send_started_at: new Date() },
      { status: 'SENT' },
      { status: 'SCHEDULED', scheduled_at: new Date(), kind: 'CAMPAIGN' },
    ]) {
      const id = await buildMessage(world.owner, account, profileId, columns)
      expect(await errorsOf(verb(id))).toEqual([{ code: 'NOT_SCHEDULED', field: ['id'] }])
    }
  })

  test('of two at once that edit and call off, one is refused unless it was first', async () => {
    const other = world.openAnother(5)
    for (let round = 0; round < 10; round++) {
      const id = await schedule()
      const [edited, canceled] = await Promise.all([
        errorsOf(updateScheduledMessage(ctx(), id, { text: 'Other' })),
        errorsOf(cancelScheduledMessage(contextOf(other, account.accountId), id)),
      ])
      expect(canceled).toEqual([])
      const { status, text } = await message(id)
      expect(status).toBe('CANCELED')
      expect(text).toBe(edited.length === 0 ? 'Other' : 'Good morning')
    }
  })
})

describe('B4: if the person writes first', () => {
  test('what was scheduled waits for an agent, at the same moment, and everybody is told', async () => {
    const [first, second] = [await schedule(), await schedule({ sendAt: inHours(1) })]
    const gone = await schedule()
    await cancelScheduledMessage(ctx(), gone)
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => write('Never mind'))
    expect(entries.map((entry) => entry.kind)).toEqual([
      'MESSAGE_RECEIVED',
      'MESSAGE_CHANGED',
      'MESSAGE_CHANGED',
    ])
    expect(new Set(entries.slice(1).map((entry) => entry.messageId))).toEqual(new Set([first, second]))
    for (const id of [first, second])
      expect(await message(id)).toMatchObject({
        status: 'SCHEDULED',
        held_reason: 'PERSON_WROTE',
        next_attempt_at: null,
        scheduled_at: expect.any(Date),
      })
    expect(await message(gone)).toMatchObject({ status: 'CANCELED', held_reason: null })
    expect(
      (await pushEqualsRefetch(world.db, account.accountId, () => write('Hello?'))).entries,
    ).toHaveLength(1)
  })

  test('a keyword, or a text that is kept from view, holds nothing', async () => {
    const id = await schedule()
    await write('HELP')
    expect(await message(id)).toMatchObject({ held_reason: null })
    await world.owner.query('update profiles set blocked_at = now() where id = $1', [profileId])
    await write('Are you there?')
    expect(await message(id)).toMatchObject({ held_reason: null })
  })

  test('what is scheduled after that is not held', async () => {
    await write('When do you open?')
    expect(await message(await schedule())).toMatchObject({ held_reason: null })
  })

  test.each(['release', 'edit', 'new time'] as const)(
    'an agent lets it go by %s, at its time',
    async (how) => {
      const id = await schedule()
      await write('Never mind')
      const sendAt = inHours(20)
      await pushEqualsRefetch(world.db, account.accountId, () => {
        if (how === 'release') return releaseScheduledMessage(ctx(), id)
        return updateScheduledMessage(ctx(), id, how === 'edit' ? { text: 'All right' } : { sendAt })
      })
      const released = await message(id)
      expect(released).toMatchObject({ status: 'SCHEDULED', held_reason: null })
      expect(released.next_attempt_at).toEqual(released.scheduled_at)
      if (how === 'new time') expect(released.scheduled_at).toEqual(new Date(sendAt))
    },
  )

  test('one whose time passed meanwhile goes out when it is released; to edit it takes a new time', async () => {
    const id = await schedule()
    await write('Never mind')
    await world.owner.query(`update messages set scheduled_at = now() - interval '1 hour' where id = $1`, [
      id,
    ])
    expect(await errorsOf(updateScheduledMessage(ctx(), id, { text: 'Other' }))).toEqual([
      { code: 'SEND_AT_PAST', field: ['sendAt'] },
    ])
    await releaseScheduledMessage(ctx(), id)
    const { next_attempt_at } = await message(id)
    expect((next_attempt_at as Date).getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('releasing asks the gate, and is for what is held', async () => {
    const id = await schedule()
    expect(await errorsOf(releaseScheduledMessage(ctx(), id))).toEqual([{ code: 'NOT_HELD', field: ['id'] }])
    await write('Never mind')
    await write('STOP')
    expect(await errorsOf(releaseScheduledMessage(ctx(), id))).toEqual([{ code: 'OPTED_OUT', field: ['id'] }])
    expect(await message(id)).toMatchObject({ held_reason: 'PERSON_WROTE' })
  })
})

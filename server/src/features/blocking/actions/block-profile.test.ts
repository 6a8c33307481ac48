import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../../../platform/context.ts'
import { newId } from '../../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  buildUser,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { openConversations } from '../../conversations/actions/open-conversations.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import { blockProfile } from './block-profile.ts'
import { unblockProfile } from './unblock-profile.ts'

const world: World = await openWorld(4)
const ada = '+14155550142'
let account: BuiltAccount
let profileId: string
let conversationId: string
let userId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  userId = await buildUser(world.owner, account.accountId)
  ;({ profileId, conversationId } = await buildConversation(
    world.owner,
    account,
    { is_unread: true },
    { phone_number: ada },
  ))
})
afterAll(() => world.close())

const agent = (): Context =>
  contextOf(world.db, account.accountId, agentOf(account.accountId, userId, 'SUPPORT'))
const push = <T>(action: () => Promise<T>) => pushEqualsRefetch(world.db, account.accountId, action)
const receive = (...texts: string[]) =>
  push(() =>
    receiveTexts(
      world.db,
      account.accountId,
      texts.map((text) => textFrom(account, ada, text)),
      () => [],
    ),
  )
const one = async (text: string, values: unknown[] = [account.accountId]) =>
  (await world.owner.query(text, values)).rows[0]
const profile = () =>
  one(
    `select blocked_at is not null as blocked, blocked_by as by, blocked_message_count as count, consent
     from profiles where id = $1`,
    [profileId],
  )
const conversation = () =>
  one('select status, is_unread, last_message_id, activity_seq from conversations where id = $1', [
    conversationId,
  ])
const thread = async () =>
  (
    await world.owner.query(
      `select text, is_hidden as hidden from messages where account_id = $1 and direction = 'INBOUND' order by seq`,
      [account.accountId],
    )
  ).rows
const kinds = ({ entries }: { entries: { kind: string }[] }) => entries.map((entry) => entry.kind)

describe('R29: blocking', () => {
  test('closes the conversation and marks it read; says who did it; the second time changes nothing', async () => {
    expect(kinds(await push(() => blockProfile(agent(), profileId)))).toEqual([
      'CONVERSATION_CHANGED',
      'PROFILE_CHANGED',
    ])
    expect(await profile()).toMatchObject({ blocked: true, by: userId, count: 0 })
    expect(await conversation()).toMatchObject({ status: 'CLOSED', is_unread: false })
    const byOther = contextOf(world.db, account.accountId)
    expect(kinds(await push(() => blockProfile(byOther, profileId)))).toEqual([])
    expect(await profile()).toMatchObject({ by: userId })
  })

  test('B8: texts that come are counted and kept from view: no message is pushed, nothing opens or is unread', async () => {
    await blockProfile(agent(), profileId)
    const before = await conversation()
    expect(kinds(await receive('Hello?', 'Anybody?'))).toEqual(['PROFILE_CHANGED', 'PROFILE_CHANGED'])
    await receive('I know you are there')
    expect(await profile()).toMatchObject({ blocked: true, count: 3 })
    expect(await conversation()).toEqual(before)
    expect((await thread()).map((row) => row.hidden)).toEqual([true, true, true])
  })

  test('R15: a blocked person’s opt-out counts, unanswered', async () => {
    await blockProfile(agent(), profileId)
    await receive('STOP')
    expect(await profile()).toMatchObject({ consent: 'UNSUBSCRIBED', count: 1 })
    const { rows } = await world.owner.query(
      `select text from messages where account_id = $1 and direction = 'OUTBOUND'`,
      [account.accountId],
    )
    expect(rows).toEqual([])
  })

  test('of a person who has never texted is possible; their first text starts no conversation', async () => {
    const id = await buildProfile(world.owner, account.accountId, { phone_number: '+14155550143' })
    expect(kinds(await push(() => blockProfile(agent(), id)))).toEqual(['PROFILE_CHANGED'])
    await push(() =>
      receiveTexts(world.db, account.accountId, [textFrom(account, '+14155550143', 'Hi')], () => []),
    )
    expect(await one('select count(*)::int as n from conversations where profile_id = $1', [id])).toEqual({
      n: 0,
    })
  })

  test.each([
    ['nobody’s', async () => newId()],
    [
      'another account’s',
      async () => buildProfile(world.owner, (await buildAccount(world.owner)).accountId, {}),
    ],
  ])('R3: of %s profile is refused, and so is unblocking', async (_, build) => {
    const id = await build()
    for (const action of [blockProfile, unblockProfile])
      await expect(push(() => action(agent(), id))).rejects.toMatchObject({
        items: [{ code: 'NOT_FOUND', field: ['id'] }],
      })
  })
})

describe('B8: unblocking', () => {
  test('puts what came meanwhile into the thread as history, and the next text is as anybody’s', async () => {
    await receive('Before')
    await blockProfile(agent(), profileId)
    await receive('Meanwhile 1', 'Meanwhile 2')
    const { entries } = await push(() => unblockProfile(agent(), profileId))
    expect(entries.map((entry) => entry.kind)).toEqual([
      'PROFILE_CHANGED',
      'MESSAGE_CREATED',
      'MESSAGE_CREATED',
    ])
    expect(await profile()).toMatchObject({ blocked: false, by: null, count: 0 })
    expect(await conversation()).toMatchObject({ status: 'CLOSED', is_unread: false })
    expect(await thread()).toEqual(
      ['Before', 'Meanwhile 1', 'Meanwhile 2'].map((text) => ({ text, hidden: false })),
    )
    expect(kinds(await push(() => unblockProfile(agent(), profileId)))).toEqual([])
    await receive('After')
    expect(await conversation()).toMatchObject({ status: 'OPEN', is_unread: true })
  })

  test('and blocking, opening and texts at once end in one state that the log tells', async () => {
    const other = world.openAnother(4)
    const otherAgent = () => ({ ...agent(), db: other })
    for (let round = 0; round < 6; round++) {
      await push(() =>
        Promise.all([
          blockProfile(agent(), profileId),
          unblockProfile(otherAgent(), profileId),
          openConversations(otherAgent(), [conversationId]),
          receiveTexts(other, account.accountId, [textFrom(account, ada, `${round}`)], () => []),
        ]),
      )
      const { blocked, count } = await profile()
      const { hidden } = await one(
        'select count(*) filter (where is_hidden)::int as hidden from messages where account_id = $1',
      )
      expect(count, 'what is counted is what is hidden').toBe(hidden)
      if (!blocked) expect(hidden).toBe(0)
      await unblockProfile(agent(), profileId)
    }
  })
})

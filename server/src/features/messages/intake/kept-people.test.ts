import * as fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError, UserErrors } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { silentWakeUps } from '../../../test/live-rig.ts'
import { ownCommits } from '../../../test/own-commits.ts'
import { blockProfile } from '../../blocking/actions/block-profile.ts'
import { unblockProfile } from '../../blocking/actions/unblock-profile.ts'
import { subscribeProfile } from '../../consent/actions/subscribe-profile.ts'
import { unsubscribeProfile } from '../../consent/actions/unsubscribe-profile.ts'
import { closeConversations } from '../../conversations/actions/close-conversations.ts'
import { dismissPossibleOptOuts } from '../../conversations/actions/dismiss-possible-opt-outs.ts'
import { markConversationsRead } from '../../conversations/actions/mark-conversations-read.ts'
import { snoozeConversations } from '../../conversations/actions/snooze-conversations.ts'
import { recordSentMessages } from '../../ingestion/actions/record-sent-messages.ts'
import { upsertProfiles } from '../../ingestion/actions/upsert-profiles.ts'
import { updateInboxSettings } from '../../settings/actions/update-inbox-settings.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { sendReply } from '../actions/send-reply.ts'
import { takeTexts } from './decide-intake.ts'
import { findIntake, writeIntake } from './intake-ahead.ts'
import type { IntakeState } from './intake-state.ts'
import { headAfter, openIntake } from './intake-writes.ts'
import { createKeptPeople, type KeptPeople } from './kept-people.ts'

const world: World = await openWorld(4)
const numbers = ['+14155550101', '+14155550102', '+14155550103'] as const
let account: BuiltAccount
let kept: KeptPeople
beforeEach(async () => {
  account = await buildAccount(world.owner, {
    settings: { auto_responder_audience: 'ALL_PROFILES', auto_responder_template: 'We are on it.' },
  })
  kept = createKeptPeople(ownCommits(world.db))
  return () => kept.close()
})
afterAll(() => world.close())

const nothingKept = (): KeptPeople => createKeptPeople({ subscribe: () => () => true })
const find = (from: readonly string[], known = kept) =>
  findIntake(
    world.db,
    known,
    account.accountId,
    from.map((number) => textFrom(account, number, '')),
    [],
  )

/** As the webhook takes it. */
const take = async (from: string, text: string): Promise<void> => {
  const texts = [textFrom(account, from, text)]
  const state = await find([from])
  const intake = openIntake(state.account)
  takeTexts(intake, state, texts)
  await writeIntake(world.db, kept, account.accountId, intake, { statements: [] })
}

const idsOf = async (number: string): Promise<{ profileId: string; conversationId: string | null }> => {
  const { rows } = await world.owner.query(
    `select p.id as "profileId", c.id as "conversationId" from profiles p left join conversations c on c.profile_id = p.id
     where p.account_id = $1 and p.phone_number = $2`,
    [account.accountId, number],
  )
  return rows[0] ?? { profileId: newId(), conversationId: null }
}

/** What else happens to a person. */
const happenings = {
  closed: (ctx, { conversationId }) => closeConversations(ctx, [conversationId]),
  read: (ctx, { conversationId }) => markConversationsRead(ctx, [conversationId]),
  snoozed: (ctx, { conversationId }) => snoozeConversations(ctx, [conversationId], { until: 'TOMORROW' }),
  dismissed: (ctx, { conversationId }) => dismissPossibleOptOuts(ctx, [conversationId]),
  blocked: (ctx, { profileId }) => blockProfile(ctx, profileId),
  unblocked: (ctx, { profileId }) => unblockProfile(ctx, profileId),
  'opted in': (ctx, { profileId }) => subscribeProfile(ctx, profileId, 'Signed a form'),
  'opted out': (ctx, { profileId }) => unsubscribeProfile(ctx, profileId, 'Said so'),
  renamed: (ctx, { number }) => upsertProfiles(ctx, [{ phoneNumber: number, name: newId() }]),
  'sent a campaign': (ctx, { number }) =>
    recordSentMessages(ctx, { type: 'CAMPAIGN', name: 'Sale', externalId: 'sale' }, [
      { phoneNumber: number, text: 'Sale!', externalId: newId() },
    ]),
  'to get a reply later': (ctx, { conversationId }) =>
    sendReply(ctx, {
      conversationId,
      text: 'Later',
      idempotencyKey: newId(),
      sendAt: new Date(Date.now() + 3_600_000).toISOString(),
    }),
  'heard by another way': (_ctx, { number }) =>
    receiveTexts(world.db, account.accountId, [textFrom(account, number, 'Hello')], () => []),
  'under other settings': (ctx) =>
    updateInboxSettings(ctx, { carrierConfirmsOptOut: Math.random() < 0.5 }, 'parley.test'),
} satisfies Record<
  string,
  (
    ctx: ReturnType<typeof contextOf>,
    person: { number: string; profileId: string; conversationId: string },
  ) => Promise<unknown>
>

const happen = async (what: keyof typeof happenings, number: string): Promise<void> => {
  const { profileId, conversationId } = await idsOf(number)
  const person = { number, profileId, conversationId: conversationId ?? newId() }
  try {
    await happenings[what](contextOf(world.db, account.accountId), person)
  } catch (error) {
    // What isn't allowed as things are changes nothing.
    if (!(error instanceof AppError || error instanceof UserErrors)) throw error
  }
}

const texts = ['Hello', 'STOP', 'START', 'HELP', 'JOIN', 'YES', 'please stop it'] as const

describe('people who are kept', () => {
  test('are what a look-up finds, whatever happened, and nobody is whom it finds otherwise', async () => {
    const moves = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.record({ text: fc.constantFrom(...texts), by: fc.constantFrom(...numbers) }),
      },
      fc.record({
        what: fc.constantFrom(...(Object.keys(happenings) as (keyof typeof happenings)[])),
        by: fc.constantFrom(...numbers),
      }),
    )
    let hits = 0
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 10, maxLength: 25 }), async (all) => {
        for (const move of all) {
          if ('text' in move) await take(move.by, move.text)
          else await happen(move.what, move.by)
          const found = (await find(numbers, nothingKept())) as IntakeState
          const ours = kept.find(account.accountId, [...numbers], [])
          if (ours.account) expect(ours.account).toEqual(found.account)
          for (const [number, person] of ours.people)
            expect(person).toMatchObject({ ...found.people.get(number) })
          hits += ours.people.size
        }
      }),
      { numRuns: 12 },
    )
    expect(hits).toBeGreaterThan(100)
  })

  test('need no look-up when they text again, nor does who is under way', async () => {
    expect(find([numbers[0]])).toBeInstanceOf(Promise)
    await take(numbers[0], 'Hello')
    await happen('read', numbers[1])
    const state = find([numbers[0]])
    if (state instanceof Promise) throw new Error('it was looked up')
    expect(state.people.get(numbers[0])).toMatchObject({ isUnread: true, status: 'OPEN' })
    const intake = openIntake(state.account)
    takeTexts(intake, { ...state, people: new Map() }, [textFrom(account, numbers[1], 'Me, too')])
    const behind = findIntake(
      world.db,
      kept,
      account.accountId,
      [textFrom(account, numbers[1], 'And again')],
      [intake],
    )
    expect(behind).not.toBeInstanceOf(Promise)
    expect(find([numbers[1]])).toBeInstanceOf(Promise)
  })

  test('count for nothing once another process wrote: the write says so, and an announcement ahead of it', async () => {
    const wakeUps = silentWakeUps()
    kept = createKeptPeople(wakeUps)
    await take(numbers[0], 'Hello')
    const { profileId } = await idsOf(numbers[0])
    await blockProfile(contextOf(world.openAnother(2), account.accountId), profileId)
    await expect(take(numbers[0], 'Still there?')).rejects.toMatchObject({ code: '40001' })

    const { rows: heads } = await world.owner.query(
      'select seq::int from account_heads where account_id = $1',
      [account.accountId],
    )
    wakeUps.tell({ accountId: account.accountId, seq: heads[0].seq, kinds: new Set(['PROFILE_CHANGED']) })
    await take(numbers[0], 'Still there?')
    const { rows } = await world.owner.query(
      `select text, is_hidden from messages where account_id = $1 and direction = 'INBOUND' order by seq`,
      [account.accountId],
    )
    expect(rows).toEqual([
      { text: 'Hello', is_hidden: false },
      { text: 'Still there?', is_hidden: true },
    ])
  })

  test('are not given up for the announcement of a write that is still to be answered', async () => {
    const wakeUps = silentWakeUps()
    kept = createKeptPeople(wakeUps)
    await take(numbers[0], 'Hello')
    const state = await find([numbers[0]])
    const intake = openIntake(state.account)
    takeTexts(intake, state, [textFrom(account, numbers[0], 'Two')])
    wakeUps.tell({
      accountId: account.accountId,
      seq: headAfter(intake),
      kinds: new Set(['MESSAGE_RECEIVED']),
    })
    const next = [textFrom(account, numbers[0], 'Three')]
    expect(findIntake(world.db, kept, account.accountId, next, [intake])).not.toBeInstanceOf(Promise)
    expect(findIntake(world.db, kept, account.accountId, next, [])).toBeInstanceOf(Promise)
  })
})

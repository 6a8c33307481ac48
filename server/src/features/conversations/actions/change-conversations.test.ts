import * as fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../../../platform/context.ts'
import { newId } from '../../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { BulkResult } from './change-conversations.ts'
import { closeConversations } from './close-conversations.ts'
import { markConversationsRead } from './mark-conversations-read.ts'
import { markConversationsUnread } from './mark-conversations-unread.ts'
import { openConversations } from './open-conversations.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

type Action = (ctx: Context, ids: string[]) => Promise<BulkResult>
const run = (action: Action, ids: string[]) =>
  pushEqualsRefetch(world.db, account.accountId, () => action(contextOf(world.db, account.accountId), ids))
const build = async (columns: Record<string, unknown> = {}): Promise<string> =>
  (await buildConversation(world.owner, account, columns)).conversationId
const state = async (id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query('select status, is_unread, snoozed_until from conversations where id = $1', [id]))
    .rows[0]
const snoozed = { status: 'SNOOZED', snoozed_until: new Date(Date.now() + 3_600_000) }

describe('R26–R28: statuses and read state', () => {
  test.each<[string, Action, Record<string, unknown>, Record<string, unknown>]>([
    [
      'R27: closing marks it read',
      closeConversations,
      { is_unread: true },
      { status: 'CLOSED', is_unread: false },
    ],
    [
      'R27: closing a snoozed one ends the snooze',
      closeConversations,
      snoozed,
      { status: 'CLOSED', snoozed_until: null },
    ],
    [
      'R27: opening a closed one',
      openConversations,
      { status: 'CLOSED' },
      { status: 'OPEN', is_unread: false },
    ],
    ['R26: opening a snoozed one', openConversations, snoozed, { status: 'OPEN', snoozed_until: null }],
    ['R28: marking read', markConversationsRead, { is_unread: true }, { status: 'OPEN', is_unread: false }],
    [
      'R28: marking unread again, also where it is closed',
      markConversationsUnread,
      { status: 'CLOSED' },
      { status: 'CLOSED', is_unread: true },
    ],
  ])('%s', async (_, action, before, after) => {
    const id = await build(before)
    const { result, entries } = await run(action, [id])
    expect(result).toEqual({ ids: [id], userErrors: [] })
    expect(await state(id)).toMatchObject(after)
    expect(entries).toMatchObject([{ kind: 'CONVERSATION_CHANGED', conversationId: id }])
    expect((await run(action, [id])).entries, 'the second time changes nothing').toEqual([])
  })

  test('B7: a selection is changed in one go, in the order asked, with an error for each that is not there', async () => {
    const [one, two] = [await build(), await build()]
    const nobodys = newId()
    const theirs = (await buildConversation(world.owner, await buildAccount(world.owner))).conversationId
    const { result } = await run(closeConversations, [two, nobodys, one, theirs])
    expect(result.ids).toEqual([two, one])
    expect(result.userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['ids', '1'] },
      { code: 'NOT_FOUND', field: ['ids', '3'] },
    ])
    expect((await state(theirs)).status).toBe('OPEN')
  })

  test('none asked, none changed', async () => {
    expect(await run(closeConversations, [])).toEqual({ result: { ids: [], userErrors: [] }, entries: [] })
  })
})

test('R36: counters and pushes stay exact under any sequence of actions, two processes at once', async () => {
  const other = world.openAnother(3)
  const ids = await Promise.all([
    build(),
    build({ is_unread: true }),
    build({ status: 'CLOSED' }),
    build(snoozed),
  ])
  const actions = [openConversations, closeConversations, markConversationsRead, markConversationsUnread]
  const steps = fc.array(fc.tuple(fc.constantFrom(...actions), fc.subarray(ids)), {
    minLength: 1,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      await pushEqualsRefetch(world.db, account.accountId, () =>
        Promise.all(
          steps.map(([action, some], n) =>
            action(contextOf(n % 2 ? other : world.db, account.accountId), some),
          ),
        ),
      )
      const { rows } = await world.owner.query(
        `select (select count(*)::int from conversations where account_id = $1 and is_unread) as counted,
           open_unread + snoozed_unread + closed_unread as kept from account_heads where account_id = $1`,
        [account.accountId],
      )
      expect(rows[0].kept).toBe(rows[0].counted)
    }),
    { numRuns: 15 },
  )
})

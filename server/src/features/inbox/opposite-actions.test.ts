import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  type World,
} from '../../test/build.ts'
import { hears, type Listening, reaches } from '../../test/live-client.ts'
import { headOf, type LiveProcess, startLiveProcess } from '../../test/live-rig.ts'
import { blockProfile } from '../blocking/actions/block-profile.ts'
import { unblockProfile } from '../blocking/actions/unblock-profile.ts'
import { closeConversations } from '../conversations/actions/close-conversations.ts'
import { markConversationsRead } from '../conversations/actions/mark-conversations-read.ts'
import { markConversationsUnread } from '../conversations/actions/mark-conversations-unread.ts'
import { openConversations } from '../conversations/actions/open-conversations.ts'
import { snoozeConversations } from '../conversations/actions/snooze-conversations.ts'

let world: World
let processes: [LiveProcess, LiveProcess]
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(4)
  processes = [await startLiveProcess(world), await startLiveProcess(world)]
  account = await buildAccount(world.owner)
})
afterAll(async () => {
  for (const process of processes) await process.close()
  await world.close()
})

const LIVE = `subscription { inboxChanged { cursor kind unreadCount
  conversation { id status isUnread snoozedUntil } profile { id isBlocked blockedMessageCount } } }`

/** What the last events told of the conversation and the person. */
const shown = ({ heard }: Listening): unknown => {
  const changes = heard.map(({ data }) => data?.inboxChanged as Record<string, unknown>)
  const last = (key: string) => changes.findLast((change) => change[key])?.[key]
  return { conversation: last('conversation'), profile: last('profile'), unread: changes.at(-1)?.unreadCount }
}

interface Target {
  conversationId: string
  profileId: string
}
type Act = (ctx: Context, target: Target) => Promise<unknown>
const open: Act = (ctx, { conversationId }) => openConversations(ctx, [conversationId])
const close: Act = (ctx, { conversationId }) => closeConversations(ctx, [conversationId])
const snooze: Act = (ctx, { conversationId }) =>
  snoozeConversations(ctx, [conversationId], { until: 'ONE_WEEK' })
const read: Act = (ctx, { conversationId }) => markConversationsRead(ctx, [conversationId])
const unread: Act = (ctx, { conversationId }) => markConversationsUnread(ctx, [conversationId])
const block: Act = (ctx, { profileId }) => blockProfile(ctx, profileId)
const unblock: Act = (ctx, { profileId }) => unblockProfile(ctx, profileId)

test.each<[string, Act, Act]>([
  ['open and close', open, close],
  ['snooze and close', snooze, close],
  ['snooze and open', snooze, open],
  ['mark read and unread', read, unread],
  ['close and mark unread', close, unread],
  ['block and unblock', block, unblock],
  ['block and open', block, open],
])('B7: two agents who %s at once end in one state, and both are told of it', async (_, one, other) => {
  const target = await buildConversation(world.owner, account, { is_unread: true })
  const agents = processes.map((process) => process.connect(agentOf(account.accountId, newId())))
  const listening = agents.map((agent) => agent.listen(LIVE))
  await Promise.all(listening.map((each) => hears(each, 'READY')))
  const [here, there] = processes
  for (let round = 0; round < 3; round++)
    await Promise.all([
      one(contextOf(here.db, account.accountId), target),
      other(contextOf(there.db, account.accountId), target),
    ])
  const head = await headOf(world, account)
  await Promise.all(listening.map((each) => reaches(each, head)))
  const { rows } = await world.owner.query(
    `select c.status, c.is_unread, c.snoozed_until, p.blocked_at is not null as blocked, p.blocked_message_count as count,
       h.open_unread + h.snoozed_unread + h.closed_unread as unread
     from conversations c join profiles p on p.id = c.profile_id join account_heads h on h.account_id = c.account_id where c.id = $1`,
    [target.conversationId],
  )
  const [is] = rows
  for (const each of listening)
    expect(shown(each)).toEqual({
      conversation: {
        ...{ id: toGlobalId('Conversation', target.conversationId), status: is.status },
        ...{ isUnread: is.is_unread, snoozedUntil: is.snoozed_until?.toISOString() ?? null },
      },
      profile: {
        id: toGlobalId('Profile', target.profileId),
        isBlocked: is.blocked,
        blockedMessageCount: is.count,
      },
      unread: is.unread,
    })
})

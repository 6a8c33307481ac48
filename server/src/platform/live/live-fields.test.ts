import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeConversations } from '../../features/conversations/actions/close-conversations.ts'
import { markConversationsRead } from '../../features/conversations/actions/mark-conversations-read.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  contextOf,
  openWorld,
  type World,
} from '../../test/build.ts'
import { CHANGES, hears, type Listening, reaches, refusal } from '../../test/live-client.ts'
import { headOf, type LiveProcess, startLiveProcess, takeTexts } from '../../test/live-rig.ts'
import { newId, toGlobalId } from '../ids.ts'

const [ONE, TWO] = ['+14155550101', '+14155550102']
let world: World
let process: LiveProcess
let account: BuiltAccount
let client: ReturnType<LiveProcess['connect']>
let inbox: Listening
beforeAll(async () => {
  world = await openWorld(4)
  process = await startLiveProcess(world)
})
afterAll(async () => {
  await process.close()
  await world.close()
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
  await takeTexts(process.db, account, ONE, 'I am one')
  await takeTexts(process.db, account, TWO, 'I am two')
  client = process.connect(agentOf(account.accountId, newId()))
  inbox = client.listen(CHANGES)
  await hears(inbox, 'READY')
})

/** The conversation with this person, as the API and as the database knows it. */
const conversationWith = async (phone: string): Promise<{ id: string; rowId: string }> => {
  const { rows } = await world.owner.query(
    `select c.id from parley.conversations c join parley.profiles p on p.id = c.profile_id
     where c.account_id = $1 and p.phone_number = $2`,
    [account.accountId, phone],
  )
  return { id: toGlobalId('Conversation', rows[0].id), rowId: rows[0].id }
}
/** Subscribes, and waits until that runs. */
const listen = async (query: string, variables = {}): Promise<Listening> => {
  const running = process.subscriptions()
  const listening = client.listen(query, variables)
  await expect.poll(() => process.subscriptions()).toBe(running + 1)
  return listening
}
/** Waits until all that is in the log by now has been pushed, and what it executes to, too. */
const pushed = async (): Promise<void> => {
  await reaches(inbox, await headOf(world, account))
  const running = process.subscriptions()
  const probe = client.listen(CHANGES)
  await hears(probe, 'READY')
  probe.stop()
  await expect.poll(() => process.subscriptions()).toBe(running)
}
const values = ({ heard }: Listening, field: string): unknown[] => heard.map(({ data }) => data?.[field])
const context = () => contextOf(process.db, account.accountId)

describe('R40: messageReceived', () => {
  test('tells of every new text, in order; with a conversation, of those in it', async () => {
    const { id } = await conversationWith(TWO)
    const all = await listen('subscription { messageReceived { text direction } }')
    const some = await listen('subscription ($c: ID) { messageReceived(conversationId: $c) { text } }', {
      c: id,
    })
    await takeTexts(process.db, account, ONE, 'a')
    await takeTexts(process.db, account, TWO, 'b', 'c')
    await closeConversations(context(), [(await conversationWith(ONE)).rowId])
    await all.until(({ heard }) => heard.length >= 3)
    await some.until(({ heard }) => heard.length >= 2)
    await pushed()
    expect(values(all, 'messageReceived')).toEqual(
      ['a', 'b', 'c'].map((text) => ({ text, direction: 'INBOUND' })),
    )
    expect(values(some, 'messageReceived')).toEqual([{ text: 'b' }, { text: 'c' }])
  })
})

describe('R40: conversationChanged', () => {
  test('tells of this one, as it is by then, and of no other', async () => {
    const two = await conversationWith(TWO)
    const changes = await listen(
      'subscription ($c: ID!) { conversationChanged(id: $c) { id status isUnread lastMessage { text } } }',
      { c: two.id },
    )
    await takeTexts(process.db, account, ONE, 'not here')
    await closeConversations(context(), [two.rowId])
    await changes.until(({ heard }) => heard.length === 1)
    await takeTexts(process.db, account, TWO, 'here')
    await changes.until(({ heard }) => heard.length === 2)
    await pushed()
    expect(values(changes, 'conversationChanged')).toEqual([
      { id: two.id, status: 'CLOSED', isUnread: false, lastMessage: { text: 'I am two' } },
      { id: two.id, status: 'OPEN', isUnread: true, lastMessage: { text: 'here' } },
    ])
  })
})

test('R36: unreadCountChanged gives the number of unread conversations, only when it has changed', async () => {
  const one = await conversationWith(ONE)
  const counts = await listen('subscription { unreadCountChanged }')
  await takeTexts(process.db, account, ONE, 'unread already', 'and again')
  await markConversationsRead(context(), [one.rowId])
  await counts.until(({ heard }) => heard.length === 1)
  await markConversationsRead(context(), [one.rowId])
  await takeTexts(process.db, account, TWO, 'unread already')
  await takeTexts(process.db, account, '+14155550103', 'I am three')
  await counts.until(({ heard }) => heard.length === 2)
  const late = await listen('subscription { unreadCountChanged }')
  await takeTexts(process.db, account, ONE, 'unread again')
  await late.until(({ heard }) => heard.length === 1)
  await pushed()
  expect(values(counts, 'unreadCountChanged')).toEqual([1, 2, 3])
  expect(values(late, 'unreadCountChanged')).toEqual([3])
})

test('R3: an id that is none of a conversation is refused, like that of another type; the socket goes on', async () => {
  const wrong = ['abc', '', toGlobalId('Profile', newId()), 'cnv_x']
  for (const id of wrong) {
    expect(
      await refusal(
        client.listen('subscription ($c: ID!) { conversationChanged(id: $c) { id } }', { c: id }),
      ),
    ).toEqual(['BAD_USER_INPUT'])
    expect(
      await refusal(client.listen(`subscription { messageReceived(conversationId: "${id}") { id } }`)),
    ).toEqual(['BAD_USER_INPUT'])
  }
  expect(
    await refusal(client.listen('subscription ($c: ID!) { conversationChanged(id: $c) { id } }')),
  ).toEqual(['BAD_USER_INPUT'])
  await takeTexts(process.db, account, ONE, 'Still there?')
  await hears(inbox, 'MESSAGE_RECEIVED')
})

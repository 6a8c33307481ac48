import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { markConversationsRead } from '../../features/conversations/actions/mark-conversations-read.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  contextOf,
  openWorld,
  type World,
} from '../../test/build.ts'
import { CHANGES, changesOf, hears, type Listening, reaches } from '../../test/live-client.ts'
import { headOf, type LiveProcess, startLiveProcess, takeTexts } from '../../test/live-rig.ts'
import type { Actor, ApiScope } from '../auth/actor.ts'
import { newId, toGlobalId } from '../ids.ts'

const PERSON = '+14155550101'
let world: World
let process: LiveProcess
let account: BuiltAccount
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
})

const support = (): Actor => agentOf(account.accountId, newId())
const key = (...scopes: ApiScope[]): Actor => ({
  kind: 'apiKey',
  accountId: account.accountId,
  apiKeyId: newId(),
  scopes,
})
const listen = (actor: Actor, query = CHANGES, variables = {}): Listening =>
  process.connect(actor).listen(query, variables)

/** How often the text's arrival was executed, while each of these hears it. */
const executionsFor = async (subscribers: Listening[]): Promise<number> => {
  await Promise.all(subscribers.map((one) => hears(one, 'READY')))
  process.executions.length = 0
  await takeTexts(process.db, account, PERSON, 'Who hears me?')
  await Promise.all(
    subscribers.map((one) =>
      one.until((now) => changesOf(now).some(({ message }) => message?.text === 'Who hears me?')),
    ),
  )
  return process.executions.filter(({ event }) => event.kind === 'MESSAGE_RECEIVED').length
}

describe('an event is executed once for those who asked the same with the same rights', () => {
  test('of one role, wherever each of them resumed from', async () => {
    await takeTexts(process.db, account, PERSON, 'Before')
    const head = await headOf(world, account)
    const variables = [{}, { after: String(head) }, { after: '0' }, { after: null }]
    expect(await executionsFor(variables.map((given) => listen(support(), CHANGES, given)))).toBe(1)
  })

  test('R1: not across roles, nor across keys of different scopes', async () => {
    const actors = [
      support(),
      agentOf(account.accountId, newId(), 'OWNER'),
      key('READ'),
      key('READ'),
      key('READ', 'REPLY'),
      key('REPLY', 'READ'),
    ]
    expect(await executionsFor(actors.map((actor) => listen(actor)))).toBe(4)
  })

  test('not across selections, nor variables that change what is shown', async () => {
    const shown = `subscription ($text: Boolean!) { inboxChanged {
      cursor kind message { id text @include(if: $text) mine: text } } }`
    const subscribers = [
      listen(support()),
      listen(support(), shown, { text: true }),
      listen(support(), shown, { text: false }),
    ]
    await Promise.all(subscribers.map((one) => hears(one, 'READY')))
    process.executions.length = 0
    await takeTexts(process.db, account, PERSON, 'Hello')
    const [, withText, without] = await Promise.all(subscribers.map((one) => hears(one, 'MESSAGE_RECEIVED')))
    expect(withText?.message).toMatchObject({ text: 'Hello', mine: 'Hello' })
    expect(without?.message).toEqual({ id: expect.any(String), mine: 'Hello' })
    expect(process.executions).toHaveLength(3)
  })

  test('a cursor that is used for more than to resume is not left out of what is the same', async () => {
    const odd = `subscription ($after: String!) { inboxChanged(after: $after) {
      cursor kind conversation { messages(before: $after) { nodes { id } } } } }`
    await takeTexts(process.db, account, PERSON, 'One', 'Two')
    const subscribers = ['1', '2'].map((after) => listen(support(), odd, { after }))
    await Promise.all(subscribers.map((one) => hears(one, 'READY')))
    process.executions.length = 0
    await takeTexts(process.db, account, PERSON, 'Three')
    await Promise.all(subscribers.map((one) => one.until((now) => changesOf(now).length > 1)))
    await vi.waitFor(() => expect(process.executions).toHaveLength(2))
  })
})

describe('R3: what happens in one account is heard in no other', () => {
  test('neither on the inbox, nor on its counts and messages, nor by the id of a conversation', async () => {
    const other = await buildAccount(world.owner)
    const stranger = agentOf(other.accountId, newId())
    const { conversationId, profileId } = await buildConversation(world.owner, account, { is_unread: true })
    const { rows } = await world.owner.query('select phone_number from parley.profiles where id = $1', [
      profileId,
    ])
    const id = toGlobalId('Conversation', conversationId)
    const client = process.connect(stranger)
    const running = process.subscriptions()
    const mute = [
      client.listen('subscription { messageReceived { id } }'),
      client.listen('subscription ($id: ID) { messageReceived(conversationId: $id) { id } }', { id }),
      client.listen('subscription ($id: ID!) { conversationChanged(id: $id) { id } }', { id }),
      client.listen('subscription ($id: ID!) { conversationChanged(id: $id) { id } }', {
        id: toGlobalId('Conversation', newId()),
      }),
    ]
    const theirs = client.listen(CHANGES)
    const own = listen(support(), 'subscription ($id: ID!) { conversationChanged(id: $id) { id } }', { id })
    const inbox = listen(support())
    await Promise.all([hears(theirs, 'READY'), hears(inbox, 'READY')])
    const counts = client.listen('subscription { unreadCountChanged }')
    await expect.poll(() => process.subscriptions()).toBe(running + 8)
    await takeTexts(process.db, account, rows[0].phone_number, 'Ours alone')
    await markConversationsRead(contextOf(process.db, account.accountId), [conversationId])
    await reaches(inbox, await headOf(world, account))
    await own.until(({ heard }) => heard.length > 0)
    // Their own text comes through, and came after: what was to come of ours would have come before.
    await takeTexts(process.db, other, '+14155550177', 'Theirs')
    await hears(theirs, 'MESSAGE_RECEIVED')
    await counts.until(({ heard }) => heard.length > 0)
    await mute[0]?.until(({ heard }) => heard.length > 0)
    expect(changesOf(theirs).map(({ message }) => message?.text)).toEqual([undefined, 'Theirs'])
    expect(counts.heard).toEqual([{ data: { unreadCountChanged: 1 } }])
    expect(mute.map(({ heard, failure }) => [heard.length, failure])).toEqual([
      [1, undefined],
      [0, undefined],
      [0, undefined],
      [0, undefined],
    ])
  })
})

describe('the operation at the root', () => {
  test('may have an alias, fragments below, and a default for its cursor', async () => {
    await takeTexts(process.db, account, PERSON, 'One', 'Two')
    const query = `subscription A($after: String = "1") { news: inboxChanged(after: $after) { ...Change } }
      fragment Change on InboxChange { kind message { ...Text } } fragment Text on Message { text }`
    const listening = listen(support(), query)
    await listening.until(({ heard }) => heard.length >= 2)
    expect(listening.heard[0]).toEqual({
      data: { news: { kind: 'MESSAGE_RECEIVED', message: { text: 'Two' } } },
    })
    expect(listening.heard.at(-1)).toEqual({ data: { news: { kind: 'READY', message: null } } })
  })

  test('is to be named outside of fragments: otherwise it is refused, and the socket goes on', async () => {
    const client = process.connect(support())
    const hidden = 'subscription { ...All } fragment All on Subscription { inboxChanged { cursor } }'
    const refused = client.listen(hidden)
    await refused.until(({ failure }) => failure !== undefined)
    expect(refused.failure).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    await hears(client.listen(CHANGES), 'READY')
  })
})

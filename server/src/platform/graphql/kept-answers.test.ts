import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { markConversationsRead } from '../../features/conversations/actions/mark-conversations-read.ts'
import { markConversationsUnread } from '../../features/conversations/actions/mark-conversations-unread.ts'
import { agentOf, type BuiltAccount, buildAccount, buildConversation, contextOf } from '../../test/build.ts'
import { type HttpGraphqlRig, startHttpGraphqlRig } from '../../test/http-graphql-rig.ts'
import type { Database } from '../db/database.ts'
import { newId, toGlobalId } from '../ids.ts'

let rig: HttpGraphqlRig
let account: BuiltAccount
let conversationId = ''
/** Of another process. */
let elsewhere: Database
beforeAll(async () => {
  rig = await startHttpGraphqlRig()
  elsewhere = rig.world.openAnother(3)
})
afterAll(() => rig.close())
beforeEach(async () => {
  vi.restoreAllMocks()
  rig.beforeExecuting = () => undefined
  account = await buildAccount(rig.world.owner)
  conversationId = (await buildConversation(rig.world.owner, account, { is_unread: true })).conversationId
  rig.actors.set('support', agentOf(account.accountId, newId()))
  rig.executions = 0
})

const COUNT = '{ unreadCount }'
const unread = (db: Database = rig.world.db) =>
  markConversationsUnread(contextOf(db, account.accountId), [conversationId])
const read = (db: Database = rig.world.db) =>
  markConversationsRead(contextOf(db, account.accountId), [conversationId])

describe('an answer is kept', () => {
  test('from the second time on, and given as it was, while the log stands', async () => {
    const query =
      '{ conversations { nodes { id isUnread lastMessage { text } profile { name } } totalCount } }'
    expect(await rig.executedOf(5, query)).toBe(2)
    const [fresh, kept] = [await rig.request(`${query} `), await rig.request(query)]
    expect(await kept.text()).toBe(await fresh.text())
    const headers = ({ headers: of }: Response) => [of.get('content-type'), of.get('content-length')]
    expect(headers(kept)).toEqual(headers(fresh))
  })

  test.each<[string, () => Database]>([
    ['this process', () => rig.world.db],
    ['another', () => elsewhere],
  ])('until a commit of %s: the next answer is fresh', async (_, database) => {
    for (const _time of [1, 2, 3]) expect(await rig.ask(COUNT)).toEqual({ unreadCount: 1 })
    for (const [act, unreadCount] of [
      [read, 0],
      [unread, 1],
      [read, 0],
    ] as const) {
      await act(database())
      for (const _time of [1, 2, 3]) expect(await rig.ask(COUNT)).toEqual({ unreadCount })
    }
  })

  test('B9: but for a search: the words of a text are found some time after the log told of it', async () => {
    const search = '{ conversations(filter: { search: "zebra" }) { nodes { id } } }'
    expect(await rig.executedOf(5, search)).toBe(5)
  })

  test('for 5 s at most: names of sources are not in the log', async () => {
    expect(await rig.executedOf(3, COUNT)).toBe(2)
    const now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now + 4_900)
    expect(await rig.executedOf(1, COUNT)).toBe(0)
    vi.spyOn(Date, 'now').mockImplementation(() => now + 5_100)
    expect(await rig.executedOf(2, COUNT)).toBe(1)
  })

  test('without reading a sequence where nothing is kept yet, and is not given if the log moved meanwhile', async () => {
    for (const _time of [1, 2]) await rig.ask(COUNT)
    await read(elsewhere)
    const query = '{ unreadCount conversations { nodes { isUnread } } }'
    await rig.ask(query)
    const connect = vi.spyOn(rig.world.db.pool, 'connect')
    await rig.ask(query)
    const reads = connect.mock.calls.length
    rig.executions = 0
    await rig.ask(query)
    expect(connect.mock.calls.length).toBe(2 * reads + 1)
    expect(await rig.executedOf(3, query)).toBe(0)
  })

  test('for who asks the very same at the same time, who share one execution', async () => {
    await rig.ask(COUNT)
    const gate = Promise.withResolvers<void>()
    rig.beforeExecuting = () => gate.promise
    rig.executions = 0
    const asked = Array.from({ length: 20 }, () => rig.ask(COUNT))
    await vi.waitFor(() => expect(rig.executions).toBeGreaterThan(0))
    gate.resolve()
    expect(new Set((await Promise.all(asked)).map((data) => JSON.stringify(data))).size).toBe(1)
    // Sequences were read in two goes at most, and nothing was written.
    expect(rig.executions).toBe(1)
  })

  test('for none of those who waited for one that failed', async () => {
    await rig.ask(COUNT)
    const gate = Promise.withResolvers<void>()
    rig.executions = 0
    rig.beforeExecuting = async () => {
      if (rig.executions > 1) return
      await gate.promise
      vi.spyOn(rig.world.db.pool, 'connect').mockRejectedValueOnce(new Error('away') as never)
    }
    const asked = Array.from({ length: 5 }, async () => JSON.parse(await (await rig.request(COUNT)).text()))
    await vi.waitFor(() => expect(rig.executions).toBe(1))
    gate.resolve()
    const answers = await Promise.all(asked)
    expect(answers.filter(({ errors }) => errors)).toHaveLength(1)
    expect(answers.filter(({ data }) => data?.unreadCount === 1)).toHaveLength(4)
  })
})

test('R40: in any interleaving no answer is older than a commit that was acknowledged before it was asked for', async () => {
  const databases = [rig.world.db, elsewhere]
  const query = `{ conversation(id: "${toGlobalId('Conversation', conversationId)}") { isUnread } }`
  /** Writes acknowledged so far, and begun: each turns the state over, from unread. */
  let [acknowledged, begun] = [0, 0]
  let isWriting = true
  const reader = async (): Promise<number> => {
    let asked = 0
    for (; isWriting; asked++) {
      const floor = acknowledged
      const { conversation } = await rig.ask(query)
      const { isUnread } = conversation as { isUnread: boolean }
      const possible = Array.from({ length: begun - floor + 1 }, (_, index) => (floor + index) % 2 === 0)
      expect(possible).toContain(isUnread)
      if (Math.random() < 0.1) await new Promise((resolve) => setImmediate(resolve))
    }
    return asked
  }
  const readers = Promise.all([1, 2, 3].map(reader))
  for (let write = 0; write < 60; write++) {
    const db = databases[Math.floor(Math.random() * 2)] ?? elsewhere
    begun += 1
    await (write % 2 === 0 ? read : unread)(db)
    acknowledged += 1
    // Often enough the log stands, so that answers are kept and given again.
    for (let still = 0; still < Math.floor(Math.random() * 4); still++)
      expect(await rig.ask(query)).toEqual({ conversation: { isUnread: begun % 2 === 0 } })
  }
  isWriting = false
  const asked = (await readers).reduce((sum, count) => sum + count, 0)
  expect(rig.executions, 'some were kept').toBeLessThan(asked)
})

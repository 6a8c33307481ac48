import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId } from '../../platform/ids.ts'
import { agentOf, buildAccount, buildConversation, buildMessage, nextSeq } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import type { ConversationStatus } from '../conversations/conversation-rules.ts'

interface Conversations {
  nodes: { id: string; status: ConversationStatus; isUnread: boolean }[]
  edges: { cursor: string }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
  totalCount: number
}

const PAGE = `query ($first: Int, $after: String, $filter: ConversationFilter) {
  conversations(first: $first, after: $after, filter: $filter) {
    nodes { id status isUnread }
    edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}`

const statuses: ConversationStatus[] = ['OPEN', 'SNOOZED', 'CLOSED']

let rig: GraphqlRig
let actor: Actor
/** All conversations, the latest activity first. */
let all: { rowId: string; status: ConversationStatus; isUnread: boolean }[] = []

const page = async (variables: Record<string, unknown>): Promise<Conversations> =>
  (await rig.get(actor, PAGE, variables)).conversations as Conversations

beforeAll(async () => {
  rig = await startGraphqlRig()
  const account = await buildAccount(rig.world.owner)
  actor = agentOf(account.accountId, newId())
  for (let index = 0; index < 60; index++) {
    const status = statuses[index % 7 < 4 ? 0 : index % 3] ?? 'OPEN'
    const isUnread = index % 5 === 0
    const snoozed_until = status === 'SNOOZED' ? new Date(Date.now() + 3_600_000) : null
    const columns = { status, snoozed_until, is_unread: isUnread }
    const { conversationId, profileId } = await buildConversation(rig.world.owner, account, columns)
    const last_message_id = await buildMessage(rig.world.owner, account, profileId, {
      hidden_media_count: index,
    })
    if (index % 3 > 0)
      await rig.world.owner.query('update conversations set last_message_id = $1 where id = $2', [
        last_message_id,
        conversationId,
      ])
    all.push({ rowId: conversationId, status, isUnread })
  }
  all = all.reverse()
  // Somebody else's must show up nowhere.
  await buildConversation(rig.world.owner, await buildAccount(rig.world.owner), { is_unread: true })
})
afterAll(() => rig.close())

const filters = fc.record({
  status: fc.option(fc.subarray(statuses)),
  unread: fc.option(fc.boolean()),
})

const expectedFor = (filter: { status: ConversationStatus[] | null; unread: boolean | null }): string[] =>
  all
    .filter(({ status }) => !filter.status?.length || filter.status.includes(status))
    .filter(({ isUnread }) => filter.unread === null || isUnread === filter.unread)
    .map(({ rowId }) => `cnv_${rowId}`)

describe('R37: lists of conversations', () => {
  test('pages of any size, under any filter, give every conversation once, the latest activity first', () =>
    fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 70 }), async (filter, first) => {
        const expected = expectedFor(filter)
        const seen: string[] = []
        for (let after: string | null = null; ; ) {
          const { nodes, edges, pageInfo, totalCount } = await page({ first, after, filter })
          expect(totalCount).toBe(expected.length)
          expect(pageInfo.hasPreviousPage).toBe(after !== null)
          expect(edges.at(0)?.cursor ?? null).toBe(pageInfo.startCursor)
          expect(edges.at(-1)?.cursor ?? null).toBe(pageInfo.endCursor)
          seen.push(...nodes.map(({ id }) => id))
          if (!pageInfo.hasNextPage) break
          after = pageInfo.endCursor
        }
        expect(seen).toEqual(expected)
      }),
      { numRuns: 60 },
    ))

  test('a page never repeats or skips what did not move, while others move to the top', async () => {
    const first = await page({ first: 20 })
    const untouched = all.slice(20).map(({ rowId }) => `cnv_${rowId}`)
    const moved = all[35]?.rowId
    await rig.world.owner.query('update conversations set activity_seq = $2 where id = $1', [
      moved,
      await nextSeq(rig.world.owner, actor.accountId),
    ])
    const seen = first.nodes.map(({ id }) => id)
    for (let after = first.pageInfo.endCursor; after !== null; ) {
      const next = await page({ first: 20, after })
      seen.push(...next.nodes.map(({ id }) => id))
      after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : null
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.slice(20)).toEqual(untouched.filter((id) => id !== `cnv_${moved}`))
    expect((await page({ first: 1 })).nodes[0]?.id).toBe(`cnv_${moved}`)
  })

  test('each conversation tells its place: in the order of the list', async () => {
    const { conversations } = await rig.get(
      actor,
      '{ conversations(first: 100) { nodes { id listPosition } } }',
    )
    const { nodes } = conversations as { nodes: { id: string; listPosition: string }[] }
    const places = nodes.map(({ listPosition }) => listPosition)
    expect(places).toEqual(places.toSorted().reverse())
    expect(new Set(places).size).toBe(nodes.length)
    const [first] = nodes
    const { conversation } = await rig.get(
      actor,
      'query ($id: ID!) { conversation(id: $id) { id listPosition } }',
      {
        id: first?.id,
      },
    )
    expect(conversation).toEqual(first)
  })

  test('what a list reads when asked for little is what it reads when asked for more', async () => {
    const little = `id status snoozedUntil isUnread lastMessageAt waitingSince possibleOptOut isBackFromSnooze
      profile { id phoneNumber name isBlocked }
      lastMessage { __typename id direction kind text hiddenMediaCount status createdAt }`
    const list = (more: string) =>
      `{ conversations(first: 100) { nodes { ${little} ${more} } pageInfo { endCursor } } }`
    const read = async (more: string) =>
      (await rig.get(actor, list(more))).conversations as { nodes: object[] }
    const more = await read(
      'createdAt sender { canReceive } profile { consent { state } } lastMessage { segments }',
    )
    expect(more.nodes[0]).toMatchObject({
      sender: { canReceive: true },
      profile: { consent: { state: 'SUBSCRIBED' } },
    })
    expect(more).toMatchObject(await read(''))
    const least = little
      .replace('waitingSince possibleOptOut isBackFromSnooze', '')
      .replace('hiddenMediaCount', '')
    const { conversations } = await rig.get(actor, list('').replace(little, least))
    expect(more).toMatchObject(conversations as object)
  })

  test.each([
    ['first', { first: 0 }],
    ['first', { first: -1 }],
    ['first', { first: 101 }],
    ['after', { after: 'nonsense' }],
    ['after', { after: Buffer.from('1|2').toString('base64url') }],
    ['filter.search', { filter: { search: 'x'.repeat(201) } }],
    ['filter.sourceIds', { filter: { sourceIds: Array.from({ length: 101 }, () => 'src_x') } }],
  ])('a bad %s is refused by name', async (name, variables) => {
    const { errors } = await rig.ask(actor, PAGE, variables)
    expect(errors?.[0]?.message).toContain(name)
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' })
  })

  test('R36: the unread count is that of conversations, in every status', async () => {
    const { unreadCount } = await rig.get(actor, '{ unreadCount }')
    expect(unreadCount).toBe(all.filter(({ isUnread }) => isUnread).length)
  })
})

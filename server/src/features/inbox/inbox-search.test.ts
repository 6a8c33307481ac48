import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  insert,
} from '../../test/build.ts'
import { fillAllWords } from '../../test/fill-all-words.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let account: BuiltAccount
let other: BuiltAccount
let actor: Actor
let campaign: string
let flow: string

interface Person {
  profile: Record<string, unknown>
  conversation?: Record<string, unknown>
  texts: string[]
  source?: string
}

const build = async (
  whose: BuiltAccount,
  { profile, conversation, texts, source }: Person,
): Promise<void> => {
  const { owner } = rig.world
  const { profileId } = await buildConversation(owner, whose, conversation, profile)
  for (const text of texts)
    await buildMessage(owner, whose, profileId, {
      ...{ text, direction: 'INBOUND', kind: 'CUSTOMER', status: 'RECEIVED', next_attempt_at: null },
      ...(source && { attribution_source_id: source, attribution_reason: 'ATTRIBUTED' }),
    })
}

const buildSource = (whose: BuiltAccount, type: string, name: string): Promise<string> =>
  insert(rig.world.owner, 'message_sources', { id: newId(), account_id: whose.accountId, type, name })

beforeAll(async () => {
  rig = await startGraphqlRig()
  account = await buildAccount(rig.world.owner)
  other = await buildAccount(rig.world.owner)
  actor = agentOf(account.accountId, newId())
  campaign = await buildSource(account, 'CAMPAIGN', 'Spring sale')
  flow = await buildSource(account, 'FLOW', 'Welcome')
  const people: Person[] = [
    {
      profile: { name: 'José Núñez', phone_number: '+14155550142', email: 'jose@garden.example' },
      conversation: { is_unread: true },
      texts: ['Where is my order?', 'The blue jacket'],
      source: campaign,
    },
    {
      profile: { name: 'Anna Order', phone_number: '+442079460958' },
      conversation: { status: 'CLOSED' },
      texts: ['Thanks!', 'Refund please'],
      source: flow,
    },
    {
      profile: { name: '王小明', phone_number: '+8613812345678', email: 'ming@example.com' },
      texts: ['我要退款', 'blue'],
    },
    { profile: { name: null, phone_number: '+14155550199' }, texts: ['100% jacket_sale'], source: campaign },
  ]
  for (const person of people) await build(account, person)
  // Somebody else's must show up nowhere.
  await build(other, {
    profile: { name: 'José Order', phone_number: '+14155550142', email: 'jose@garden.example' },
    texts: ['Where is my order? The blue jacket, refund'],
  })
  await fillAllWords(rig.world)
})
afterAll(() => rig.close())

/** Numbers of those whom a filter leaves, in the list's order, and how many there are said to be. */
const list = async (filter: Record<string, unknown>, who = actor) => {
  const answer = await rig.get(
    who,
    `query ($filter: ConversationFilter) {
       conversations(filter: $filter) { totalCount nodes { profile { phoneNumber } } } }`,
    { filter },
  )
  const { totalCount, nodes } = answer.conversations as {
    totalCount: number
    nodes: { profile: { phoneNumber: string } }[]
  }
  expect(totalCount).toBe(nodes.length)
  return nodes.map((node) => node.profile.phoneNumber)
}
const [jose, anna, ming, nobody] = [
  '+14155550142',
  '+442079460958',
  '+8613812345678',
  '+14155550199',
] as const

describe('B9: a search', () => {
  test.each<[string, string, string[]]>([
    ['a name, without its accents', 'jose nunez', [jose]],
    ['a part of a name, in any case', 'UÑE', [jose]],
    ['the beginning of a name', 'jo', [jose]],
    ['a word of a text, or a name', 'order', [anna, jose]],
    ['the beginning of a word of a text', 'jack', [nobody, jose]],
    ['words of one text', 'blue jacket', [jose]],
    ['words in any order', 'jacket BLUE', [jose]],
    ['a word that two texts have', 'blue', [ming, jose]],
    ['a name that has no spaces', '小明', [ming]],
    ['a word of a text that has no spaces', '退款', [ming]],
    ['an e-mail', 'jose@garden.example', [jose]],
    ['a part of an e-mail', 'garden', [jose]],
    ['a number in E.164', '+14155550142', [jose]],
    ['a number as people write it', '(415) 555-0142', [jose]],
    ['a national number with its zero', '020 7946 0958', [anna]],
    ['the end of a number', '0199', [nobody]],
    ['what two numbers share', '415 555', [nobody, jose]],
    ['a name and a number', 'anna 2079', [anna]],
    ['a wildcard that is none', '100%', [nobody]],
    ['another one', 'jacket_sale', [nobody]],
    ['the middle of a word of a text', 'acket', []],
    ['words of two texts', 'order jacket', []],
    ['punctuation alone', '!?', []],
    ['zeros', '0000', []],
    ['a quote', `'; drop table profiles; --`, []],
    ['half a surrogate pair', '\uD83D', []],
  ])('for %s: %j', async (_, search, expected) => {
    expect(await list({ search })).toEqual(expected)
  })

  test('of blanks is none', async () => {
    expect(await list({ search: '  ' })).toEqual([nobody, ming, anna, jose])
  })

  test('R37: goes with status, read state and sources, all of which must hold', async () => {
    expect(await list({ search: 'order', status: ['CLOSED'] })).toEqual([anna])
    expect(await list({ search: 'order', unread: true })).toEqual([jose])
    expect(await list({ search: 'order', unread: false })).toEqual([anna])
    expect(await list({ search: 'blue', sourceIds: [toGlobalId('MessageSource', campaign)] })).toEqual([jose])
    expect(await list({ search: 'blue', sourceIds: [toGlobalId('MessageSource', flow)] })).toEqual([])
  })

  test('of another account finds that account’s', async () => {
    const theirs = agentOf(other.accountId, newId())
    expect(await list({ search: 'jose' }, theirs)).toEqual([jose])
    expect(await list({ search: 'anna' }, theirs)).toEqual([])
  })

  test('pages like any list', async () => {
    const page = async (after: string | null) =>
      (
        await rig.get(
          actor,
          `query ($after: String) { conversations(first: 1, after: $after, filter: { search: "order" }) {
             nodes { profile { name } } pageInfo { endCursor hasNextPage hasPreviousPage } } }`,
          { after },
        )
      ).conversations as { nodes: unknown[]; pageInfo: { endCursor: string } }
    const first = await page(null)
    expect(first).toMatchObject({
      nodes: [{ profile: { name: 'Anna Order' } }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    })
    expect(await page(first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ profile: { name: 'José Núñez' } }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    })
  })
})

describe('R37: by source', () => {
  test('those stay whose responses are attributed to one of them', async () => {
    const ids = [campaign, flow].map((id) => toGlobalId('MessageSource', id))
    expect(await list({ sourceIds: ids.slice(0, 1) })).toEqual([nobody, jose])
    expect(await list({ sourceIds: ids })).toEqual([nobody, anna, jose])
    expect(await list({ sourceIds: ids, unread: true })).toEqual([jose])
    expect(await list({ sourceIds: [] })).toHaveLength(4)
  })

  test('R3: of nobody’s, another’s or malformed ids none stays', async () => {
    const theirs = toGlobalId('MessageSource', await buildSource(other, 'CAMPAIGN', 'Theirs'))
    for (const id of [toGlobalId('MessageSource', newId()), theirs, 'src_x', toGlobalId('Profile', campaign)])
      expect(await list({ sourceIds: [id] })).toEqual([])
  })

  test('a conversation names its sources', async () => {
    const { conversations } = await rig.get(
      actor,
      `{ conversations(filter: { search: "nunez" }) { nodes { sources { type name } } } }`,
    )
    expect(conversations).toEqual({ nodes: [{ sources: [{ type: 'CAMPAIGN', name: 'Spring sale' }] }] })
  })
})

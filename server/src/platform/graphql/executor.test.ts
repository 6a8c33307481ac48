import { execute, getIntrospectionQuery, parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
} from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import type { Actor } from '../auth/actor.ts'
import { newId, toGlobalId } from '../ids.ts'

let rig: GraphqlRig
let account: BuiltAccount
let actor: Actor
let conversation = ''
let message = ''

beforeAll(async () => {
  rig = await startGraphqlRig()
  account = await buildAccount(rig.world.owner)
  actor = agentOf(account.accountId, newId(), 'OWNER')
  for (let index = 0; index < 3; index++) {
    const made = await buildConversation(
      rig.world.owner,
      account,
      { is_unread: index === 1 },
      { name: `Ana ${index}` },
    )
    conversation = toGlobalId('Conversation', made.conversationId)
    for (const text of ['One', 'Two']) {
      const id = await buildMessage(rig.world.owner, account, made.profileId, { text })
      message = toGlobalId('Message', id)
      await rig.world.owner.query('update conversations set last_message_id = $1 where id = $2', [
        id,
        made.conversationId,
      ])
    }
  }
})
afterAll(() => rig.close())

type Operation = [name: string, query: string, variables?: () => Record<string, unknown>]

const fields = `fragment Row on Conversation {
  id status isUnread lastMessageAt waitingSince
  profile { ...Person }
  lastMessage { __typename id text direction createdAt failure { code } profile { ...Person } }
  replyGate { allowed reasons }
}
fragment Person on Profile { id name phoneNumber consent { state since } location { city } properties }`

const operations: Operation[] = [
  [
    'inbox page',
    `query Inbox($after: String) { conversations(first: 2, after: $after) { nodes { ...Row } edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount } } ${fields}`,
  ],
  [
    'filters in variables',
    `query ($filter: ConversationFilter, $first: Int = 1) { conversations(first: $first, filter: $filter) { nodes { id isUnread } } }`,
    () => ({ filter: { unread: true, status: ['OPEN'] } }),
  ],
  [
    'default of a variable that is null',
    `query ($first: Int) { conversations(first: $first) { nodes { id } } }`,
    () => ({ first: null }),
  ],
  [
    'a single value for a list',
    `query ($status: [ConversationStatus!]) { conversations(filter: { status: $status }) { nodes { id } } }`,
    () => ({ status: 'OPEN' }),
  ],
  [
    'thread',
    `query ($id: ID!) { conversation(id: $id) { ...Row messages(last: 1) { nodes { id text conversation { id } } pageInfo { hasPreviousPage startCursor } } } } ${fields}`,
    () => ({ id: conversation }),
  ],
  [
    'aliases',
    '{ open: conversations(filter: { status: [OPEN] }) { totalCount } closed: conversations(filter: { status: [CLOSED] }) { totalCount nodes { id } } unreadCount }',
  ],
  [
    'nodes by interface',
    `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Message { text } ...Row } } ${fields}`,
    () => ({ ids: [conversation, message, 'nonsense'] }),
  ],
  [
    'skip and include',
    `query ($yes: Boolean!, $no: Boolean!) { viewer { role @include(if: $no) canUseInbox @skip(if: $no) ...V @include(if: $yes) } again: viewer { ...V @include(if: $no) role } } fragment V on Viewer { canManageSettings }`,
    () => ({ yes: true, no: false }),
  ],
  [
    'the same field twice, merged',
    '{ viewer { role } viewer { canUseInbox } account { name } account { timeZone senders { address } } }',
  ],
  [
    'settings and account',
    '{ settings { optOutMatching subscribeKeywords autoResponder { audience template } emailNotifications { enabled addresses } linkDomain } account { id name contactEmail } }',
  ],
  [
    'nothing found',
    '{ conversation(id: "x") { id profile { name } } profile(id: "y") { id } node(id: "z") { id } }',
  ],
  [
    'lists of other things',
    '{ metrics { id name } messageSources(first: 5) { nodes { name } pageInfo { hasNextPage } } profiles(first: 2) { totalCount nodes { name isBlocked } } }',
  ],
  ['refused argument in one of two fields', '{ conversations(first: 0) { totalCount } unreadCount }'],
  [
    'refused argument under a nullable field',
    `query ($id: ID!) { conversation(id: $id) { id messages(last: 1000) { nodes { id } } } }`,
    () => ({ id: conversation }),
  ],
  [
    'a variable of the wrong type',
    'query ($id: ID!) { conversation(id: $id) { id } }',
    () => ({ id: { a: 1 } }),
  ],
  ['a missing variable', 'query ($id: ID!) { conversation(id: $id) { id } }'],
  [
    'a wrong enum value',
    'query ($s: [ConversationStatus!]) { conversations(filter: { status: $s }) { totalCount } }',
    () => ({ s: ['OPENED'] }),
  ],
  [
    'an unknown input field',
    'query ($f: ConversationFilter) { conversations(filter: $f) { totalCount } }',
    () => ({ f: { colour: 'red' } }),
  ],
  [
    'a number for a scalar that is a string',
    'query ($n: PhoneNumber) { profile(phoneNumber: $n) { id } }',
    () => ({ n: 15550001000 }),
  ],
  ['a malformed scalar', '{ profile(phoneNumber: "hello") { id } }'],
  ['introspection', getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true })],
  [
    'a type by name',
    '{ __type(name: "Conversation") { kind name fields { name type { kind ofType { name } } } } }',
  ],
]

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('compiled execution gives what graphql-js gives', () => {
  test.each(operations)('%s', async (_, query, variables) => {
    const document = parse(query)
    expect(validate(rig.schema, document)).toEqual([])
    const args = { document, variables: variables?.() }
    const expected = await execute({
      schema: rig.schema,
      document,
      variableValues: args.variables,
      contextValue: rig.contextOf(actor),
    })
    const times = [1, 2, 3]
    for (const time of times) {
      const answer = await rig.executor.execute({ ...args, contextValue: rig.contextOf(actor) })
      expect(plain(answer), `time ${time}`).toEqual(plain(expected))
    }
  })

  test('one role without access gets FORBIDDEN either way', async () => {
    const analyst = agentOf(account.accountId, newId(), 'ANALYST')
    for (const _ of [1, 2]) {
      const { errors } = await rig.ask(analyst, '{ conversations { totalCount } }')
      expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' })
    }
  })

  test('a subscription’s selection is executed against one event', async () => {
    const document = parse(
      'subscription { inboxChanged { cursor kind unreadCount message { id text } conversation { id } profile { id } settings { linkDomain } } }',
    )
    const rootValue = {
      cursor: 'c',
      kind: 'MESSAGE_CREATED',
      unreadCount: 1,
      messageId: message.slice(4),
      conversationId: conversation.slice(4),
      profileId: null,
    }
    for (const _ of [1, 2]) {
      const { data, errors } = await rig.executor.execute({
        document,
        contextValue: rig.contextOf(actor),
        rootValue,
      })
      expect(errors).toBeUndefined()
      expect(plain(data)).toEqual({
        inboxChanged: {
          cursor: 'c',
          kind: 'MESSAGE_CREATED',
          unreadCount: 1,
          message: { id: message, text: 'Two' },
          conversation: { id: conversation },
          profile: null,
          settings: null,
        },
      })
    }
  })

  test('mutations run one after the other, each payload seeing what came before it', async () => {
    const query = `mutation ($ids: [ID!]!) {
      close: closeConversations(ids: $ids) { conversations { status lastMessage { text } } }
      open: openConversations(ids: $ids) { conversations { status } }
      unread: markConversationsUnread(ids: $ids) { conversations { status isUnread } userErrors { code } }
    }`
    for (const _ of [1, 2]) {
      expect(await rig.get(actor, query, { ids: [conversation] })).toEqual({
        close: { conversations: [{ status: 'CLOSED', lastMessage: { text: 'Two' } }] },
        open: { conversations: [{ status: 'OPEN' }] },
        unread: { conversations: [{ status: 'OPEN', isUnread: true }], userErrors: [] },
      })
    }
  })
})

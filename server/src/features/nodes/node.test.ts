import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { type NodeType, newId, toGlobalId } from '../../platform/ids.ts'
import { agentOf, buildAccount, buildConversation, buildMessage, buildUser } from '../../test/build.ts'
import { buildCoupon, buildShortLink } from '../../test/build-links.ts'
import { buildMedia } from '../../test/build-media.ts'
import {
  buildApiKey,
  buildConsentChange,
  buildEvent,
  buildMetric,
  buildOrder,
  buildSource,
} from '../../test/build-nodes.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let mine: { actor: Actor; ids: Partial<Record<NodeType, string>> }
let theirs: typeof mine

/** An account with one of everything that has an id. */
const buildOneOfEach = async (): Promise<typeof mine> => {
  const { owner } = rig.world
  const account = await buildAccount(owner)
  const { accountId } = account
  const userId = await buildUser(owner, accountId, 'OWNER')
  const { profileId, conversationId } = await buildConversation(owner, account)
  const sourceId = await buildSource(owner, accountId)
  const messageId = await buildMessage(owner, account, profileId, {
    sent_by: userId,
    source_id: sourceId,
    attribution_source_id: sourceId,
    attribution_reason: 'ATTRIBUTED',
  })
  await owner.query('update conversations set last_message_id = $1 where id = $2', [
    messageId,
    conversationId,
  ])
  const metricId = await buildMetric(owner, accountId, 'Placed Order')
  await buildConsentChange(owner, accountId, { profile_id: profileId, by_user_id: userId })
  const rowIds: Partial<Record<NodeType, string>> = {
    Account: accountId,
    ApiKey: await buildApiKey(owner, accountId),
    Conversation: conversationId,
    Coupon: await buildCoupon(owner, accountId),
    Event: await buildEvent(owner, accountId, {
      profile_id: profileId,
      metric_id: metricId,
      message_id: messageId,
      value_amount: '12.50',
      value_currency: 'EUR',
    }),
    Media: await buildMedia(owner, accountId),
    Message: messageId,
    MessageSource: sourceId,
    Metric: metricId,
    Order: await buildOrder(owner, accountId, { profile_id: profileId }),
    Profile: profileId,
    Sender: account.senderId,
    ShortLink: await buildShortLink(owner, accountId, { profile_id: profileId, message_id: messageId }),
    User: userId,
  }
  const ids = Object.fromEntries(
    Object.entries(rowIds).map(([type, id]) => [type, toGlobalId(type as NodeType, id)]),
  )
  return { actor: agentOf(accountId, userId, 'OWNER'), ids }
}

beforeAll(async () => {
  rig = await startGraphqlRig()
  mine = await buildOneOfEach()
  theirs = await buildOneOfEach()
})
afterAll(() => rig.close())

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }'

describe('R3: nothing of another account', () => {
  test('every type of node is found by its own account, and by no other', async () => {
    const ids = Object.values(mine.ids)
    const found = Object.entries(mine.ids).map(([type, id]) => ({ __typename: type, id }))
    expect(await rig.get(mine.actor, NODES, { ids })).toEqual({ nodes: found })
    expect(await rig.get(theirs.actor, NODES, { ids })).toEqual({ nodes: ids.map(() => null) })
  })

  test('not yours, never was and malformed are the same answer', async () => {
    const ids = [
      theirs.ids.Profile ?? '',
      toGlobalId('Profile', newId()),
      toGlobalId('Media', newId()),
      (mine.ids.Profile ?? '').replace('prf_', 'cnv_'),
      'prf_x',
      '',
    ]
    expect(await rig.get(mine.actor, NODES, { ids })).toEqual({ nodes: ids.map(() => null) })
  })

  test('finders by id and number give null for what is not yours', async () => {
    const query = `query ($conversation: ID!, $profile: ID!, $number: PhoneNumber!) {
      conversation(id: $conversation) { id }
      byId: profile(id: $profile) { id }
      byNumber: profile(phoneNumber: $number) { id }
    }`
    const { rows } = await rig.world.owner.query<{ phone_number: string }>(
      'select phone_number from profiles where account_id = $1',
      [theirs.actor.accountId],
    )
    const variables = {
      conversation: theirs.ids.Conversation,
      profile: theirs.ids.Profile,
      number: rows[0]?.phone_number,
    }
    expect(await rig.get(mine.actor, query, variables)).toEqual({
      conversation: null,
      byId: null,
      byNumber: null,
    })
    const own = await rig.get(theirs.actor, query, variables)
    expect(own).toEqual({
      conversation: { id: theirs.ids.Conversation },
      byId: { id: theirs.ids.Profile },
      byNumber: { id: theirs.ids.Profile },
    })
  })

  test('mutations answer NOT_FOUND for ids that are not yours or malformed, by their place', async () => {
    const query = `mutation ($ids: [ID!]!, $message: ID!, $input: SendReplyInput!) {
      closeConversations(ids: $ids) { conversations { id status } userErrors { code field } }
      retryMessage(id: $message) { message { id } userErrors { code field } }
      sendReply(input: $input) { message { id } userErrors { code field } }
    }`
    const ids = ['nonsense', theirs.ids.Conversation, mine.ids.Conversation]
    const input = { conversationId: theirs.ids.Conversation, text: 'Hello' }
    expect(await rig.get(mine.actor, query, { ids, message: theirs.ids.Message, input })).toEqual({
      closeConversations: {
        conversations: [{ id: mine.ids.Conversation, status: 'CLOSED' }],
        userErrors: [
          { code: 'NOT_FOUND', field: ['ids', '0'] },
          { code: 'NOT_FOUND', field: ['ids', '1'] },
        ],
      },
      retryMessage: { message: null, userErrors: [{ code: 'NOT_FOUND', field: ['id'] }] },
      sendReply: { message: null, userErrors: [{ code: 'NOT_FOUND', field: ['input', 'conversationId'] }] },
    })
  })
})

test('everything that hangs together is reached from a conversation', async () => {
  const query = `query ($id: ID!) { conversation(id: $id) {
    sender { id canReceive type }
    sources { id }
    replyGate { allowed reasons warnings nextAllowedAt }
    lastMessage { id conversation { id } sentBy { id } source { id } attribution { reason source { id } } failure { code } }
    messages { nodes { id profile { id } } pageInfo { hasPreviousPage hasNextPage } }
    profile {
      id properties conversation { id }
      consent { state since } consentHistory { from to method by { id } }
      events { nodes { id metric { name } value { amount currencyCode } message { id } } }
      orders { nodes { id total { amount currencyCode } lineItems { title } } }
    }
  } }`
  const { ids } = mine
  expect(await rig.get(mine.actor, query, { id: ids.Conversation })).toEqual({
    conversation: {
      sender: { id: ids.Sender, canReceive: true, type: 'LONG_CODE' },
      sources: [{ id: ids.MessageSource }],
      replyGate: { allowed: true, reasons: [], warnings: [], nextAllowedAt: null },
      lastMessage: {
        id: ids.Message,
        conversation: { id: ids.Conversation },
        sentBy: { id: ids.User },
        source: { id: ids.MessageSource },
        attribution: { reason: 'ATTRIBUTED', source: { id: ids.MessageSource } },
        failure: null,
      },
      messages: {
        nodes: [{ id: ids.Message, profile: { id: ids.Profile } }],
        pageInfo: { hasPreviousPage: false, hasNextPage: false },
      },
      profile: {
        id: ids.Profile,
        properties: {},
        conversation: { id: ids.Conversation },
        consent: { state: 'SUBSCRIBED', since: null },
        consentHistory: [
          { from: 'NEVER_SUBSCRIBED', to: 'SUBSCRIBED', method: 'KEYWORD', by: { id: ids.User } },
        ],
        events: {
          nodes: [
            {
              id: ids.Event,
              metric: { name: 'Placed Order' },
              value: { amount: '12.5', currencyCode: 'EUR' },
              message: { id: ids.Message },
            },
          ],
        },
        orders: {
          nodes: [{ id: ids.Order, total: { amount: '26.505', currencyCode: 'USD' }, lineItems: [] }],
        },
      },
    },
  })
})

test('R2: API keys are found by those who manage them', async () => {
  const seen = async (actor: Actor) => (await rig.get(actor, NODES, { ids: [mine.ids.ApiKey] })).nodes
  const { accountId } = mine.actor
  expect(await seen(agentOf(accountId, newId(), 'ADMIN'))).toEqual([
    { __typename: 'ApiKey', id: mine.ids.ApiKey },
  ])
  expect(await seen(agentOf(accountId, newId(), 'SUPPORT'))).toEqual([null])
})

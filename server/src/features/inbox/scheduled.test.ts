import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  buildUser,
  textFrom,
} from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import { receiveTexts } from '../messages/actions/receive-texts.ts'

let rig: GraphqlRig
let account: BuiltAccount
let agent: Actor
let profileId: string
let conversationId: string
beforeAll(async () => {
  rig = await startGraphqlRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  account = await buildAccount(rig.world.owner)
  agent = agentOf(account.accountId, await buildUser(rig.world.owner, account.accountId))
  const built = await buildConversation(rig.world.owner, account)
  profileId = built.profileId
  conversationId = toGlobalId('Conversation', built.conversationId)
})

const MESSAGE = 'id status text scheduledAt heldReason sentBy { id }'
const SEND = `mutation ($input: SendReplyInput!) {
  sendReply(input: $input) { message { ${MESSAGE} } conversation { id } userErrors { code field } }
}`
const UPDATE = `mutation ($id: ID!, $text: String, $sendAt: DateTime) {
  updateScheduledMessage(id: $id, text: $text, sendAt: $sendAt) { message { ${MESSAGE} } userErrors { code field } }
}`
const CANCEL = `mutation ($id: ID!) { cancelScheduledMessage(id: $id) { message { ${MESSAGE} } userErrors { code field } } }`
const RELEASE = `mutation ($id: ID!) { releaseScheduledMessage(id: $id) { message { ${MESSAGE} } userErrors { code field } } }`
const RETRY = `mutation ($id: ID!, $overrideWarnings: [GateReason!]) {
  retryMessage(id: $id, overrideWarnings: $overrideWarnings) { message { ${MESSAGE} } userErrors { code field } }
}`
const READ = `query ($id: ID!) {
  conversation(id: $id) {
    scheduledMessages { ${MESSAGE} }
    messages { nodes { id } }
  }
}`

interface Shown {
  id: string
}
interface Sent {
  message: Shown | null
  userErrors: unknown[]
}
interface Read {
  scheduledMessages: Shown[]
  messages: { nodes: Shown[] }
}

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
const send = async (input: Record<string, unknown>, as = agent) =>
  (await rig.get(as, SEND, { input: { conversationId, ...input } })).sendReply as Sent
const read = async (id = conversationId) => (await rig.get(agent, READ, { id })).conversation as Read

describe('B4: scheduled replies over the API', () => {
  test('are listed, the soonest first, edited, held, released and called off', async () => {
    const [late, soon] = [inHours(30), inHours(2)]
    const { message: second } = await send({ text: 'Later', sendAt: late })
    const { message: first } = await send({ text: 'Soon', sendAt: soon })
    expect(first).toMatchObject({ status: 'SCHEDULED', scheduledAt: soon, heldReason: null })
    const { scheduledMessages, messages } = await read()
    expect(scheduledMessages).toEqual([first, second])
    expect(messages.nodes).toHaveLength(2)

    const id = first?.id
    const edited = (await rig.get(agent, UPDATE, { id, text: 'Sooner', sendAt: inHours(1) })) as {
      updateScheduledMessage: unknown
    }
    expect(edited.updateScheduledMessage).toMatchObject({
      message: { text: 'Sooner', status: 'SCHEDULED' },
      userErrors: [],
    })

    const { rows } = await rig.world.owner.query('select phone_number from profiles where id = $1', [
      profileId,
    ])
    const text = textFrom(account, rows[0].phone_number, 'Wait')
    await receiveTexts(rig.world.db, account.accountId, [text], () => [])
    expect((await read()).scheduledMessages).toMatchObject([
      { text: 'Sooner', heldReason: 'PERSON_WROTE' },
      { text: 'Later', heldReason: 'PERSON_WROTE' },
    ])
    expect(await rig.get(agent, RELEASE, { id })).toMatchObject({
      releaseScheduledMessage: { message: { heldReason: null, status: 'SCHEDULED' }, userErrors: [] },
    })
    expect(await rig.get(agent, CANCEL, { id })).toMatchObject({
      cancelScheduledMessage: { message: { status: 'CANCELED' }, userErrors: [] },
    })
    expect((await read()).scheduledMessages).toMatchObject([{ text: 'Later' }])
  })

  test.each([
    ['UPDATE', UPDATE, 'updateScheduledMessage', { text: 'x' }],
    ['CANCEL', CANCEL, 'cancelScheduledMessage', {}],
    ['RELEASE', RELEASE, 'releaseScheduledMessage', {}],
    ['RETRY', RETRY, 'retryMessage', {}],
  ])('R1, R3: %s is for agents of the account', async (_, document, field, variables) => {
    const { message } = await send({ text: 'Mine', sendAt: inHours(1) })
    const id = message?.id
    const notFound = { [field]: { message: null, userErrors: [{ code: 'NOT_FOUND', field: ['id'] }] } }
    const other = await buildAccount(rig.world.owner)
    const stranger = agentOf(other.accountId, newId())
    expect(await rig.get(stranger, document, { id, ...variables })).toEqual(notFound)
    for (const none of [toGlobalId('Message', newId()), conversationId, 'msg_', ''])
      expect(await rig.get(agent, document, { id: none, ...variables })).toEqual(notFound)
    for (const actor of [
      agentOf(account.accountId, newId(), 'ANALYST'),
      { kind: 'apiKey' as const, accountId: account.accountId, apiKeyId: newId(), scopes: ['READ' as const] },
    ]) {
      const { errors } = await rig.ask(actor, document, { id, ...variables })
      expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' })
    }
    expect((await read()).scheduledMessages).toHaveLength(1)
  })

  test.each([
    ['SEND_AT_INVALID', ['input', 'sendAt'], { text: 'x', sendAt: 'noon' }],
    ['SEND_AT_PAST', ['input', 'sendAt'], { text: 'x', sendAt: '2001-01-01T00:00:00Z' }],
    ['SEND_AT_TOO_FAR', ['input', 'sendAt'], { text: 'x', sendAt: inHours(2_300) }],
    ['TEXT_REQUIRED', ['input', 'text'], { text: '', sendAt: inHours(1) }],
    ['NOT_FOUND', ['input', 'conversationId'], { text: 'x', conversationId: 'x', sendAt: inHours(1) }],
  ])('refuse with %s', async (code, field, input) => {
    expect(await send(input)).toEqual({ message: null, conversation: null, userErrors: [{ code, field }] })
    expect((await read()).scheduledMessages).toEqual([])
  })

  test('one read for the lists of many conversations', async () => {
    for (let n = 0; n < 3; n++) {
      const person = await buildConversation(rig.world.owner, account)
      await buildMessage(rig.world.owner, account, person.profileId, {
        status: 'SCHEDULED',
        text: `${n}`,
        scheduled_at: new Date(),
      })
    }
    const { conversations } = await rig.get(
      agent,
      '{ conversations { nodes { scheduledMessages { text } } } }',
    )
    const { nodes } = conversations as { nodes: unknown[] }
    expect(nodes).toEqual([
      ...['2', '1', '0'].map((text) => ({ scheduledMessages: [{ text }] })),
      { scheduledMessages: [] },
    ])
  })
})

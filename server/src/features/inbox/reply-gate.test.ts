import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  buildUser,
  zoneAtMidnight,
} from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import { quietIn } from '../quiet-hours/quiet-hours.ts'

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

const MESSAGE = 'id status scheduledAt'
const SEND = `mutation ($input: SendReplyInput!) {
  sendReply(input: $input) { message { ${MESSAGE} } conversation { id } userErrors { code field } }
}`
const RETRY = `mutation ($id: ID!, $overrideWarnings: [GateReason!]) {
  retryMessage(id: $id, overrideWarnings: $overrideWarnings) { message { ${MESSAGE} } userErrors { code field } }
}`
const READ = `query ($id: ID!) {
  conversation(id: $id) {
    replyGate { allowed reasons warnings nextAllowedAt validUntil }
    profile { timeZone }
  }
}`

interface Read {
  replyGate: unknown
  profile: unknown
}

const send = async (input: Record<string, unknown>) =>
  (await rig.get(agent, SEND, { input: { conversationId, ...input } })).sendReply
const read = async () => (await rig.get(agent, READ, { id: conversationId })).conversation as Read
const setZone = (zone: string | null) =>
  rig.world.owner.query('update profiles set time_zone = $2 where id = $1', [profileId, zone])

describe('R19, R25: the composer knows what the API will say', () => {
  test('by day there is nothing against a reply, until the evening', async () => {
    expect((await read()).replyGate).toEqual({
      allowed: true,
      reasons: [],
      warnings: [],
      nextAllowedAt: null,
      validUntil: expect.any(String),
    })
    expect(await send({ text: 'Hi' })).toMatchObject({ message: { status: 'QUEUED' }, userErrors: [] })
  })

  test('in quiet hours it warns and says when they end; a reply goes if the agent overrides', async () => {
    const zone = zoneAtMidnight()
    await setZone(zone)
    const until = quietIn(zone, null, new Date()).until.toISOString()
    const { replyGate, profile } = await read()
    expect(profile).toEqual({ timeZone: zone })
    expect(replyGate).toEqual({
      allowed: true,
      reasons: [],
      warnings: ['QUIET_HOURS'],
      nextAllowedAt: until,
      validUntil: until,
    })
    expect(await send({ text: 'Hi' })).toEqual({
      message: null,
      conversation: null,
      userErrors: [{ code: 'QUIET_HOURS', field: ['input', 'conversationId'] }],
    })
    expect(await send({ text: 'Hi', overrideWarnings: ['QUIET_HOURS'] })).toMatchObject({
      message: { status: 'QUEUED' },
      userErrors: [],
    })
    expect(await send({ text: 'Good morning', sendAt: until })).toMatchObject({
      message: { status: 'SCHEDULED', scheduledAt: until },
      userErrors: [],
    })
  })

  test('sending again in quiet hours warns, too', async () => {
    await setZone(zoneAtMidnight())
    const failed = { status: 'FAILED', failure_code: 'QUIET_HOURS', next_attempt_at: null }
    const id = toGlobalId('Message', await buildMessage(rig.world.owner, account, profileId, failed))
    expect(await rig.get(agent, RETRY, { id })).toEqual({
      retryMessage: { message: null, userErrors: [{ code: 'QUIET_HOURS', field: ['id'] }] },
    })
    expect(await rig.get(agent, RETRY, { id, overrideWarnings: ['QUIET_HOURS'] })).toMatchObject({
      retryMessage: { message: { status: 'QUEUED' }, userErrors: [] },
    })
  })

  test('where the time zone is unknown it says so, and warns of nothing', async () => {
    await rig.world.owner.query(
      `update profiles set time_zone = null, phone_number = '+18005550142' where id = $1`,
      [profileId],
    )
    const { replyGate, profile } = await read()
    expect(profile).toEqual({ timeZone: null })
    expect(replyGate).toMatchObject({ warnings: [], validUntil: null })
  })

  test('the zone follows from the number, and from the place before it', async () => {
    await rig.world.owner.query(
      `update profiles set time_zone = null, phone_number = '+12125550142' where id = $1`,
      [profileId],
    )
    expect((await read()).profile).toEqual({ timeZone: 'America/New_York' })
    await rig.world.owner.query(`update profiles set region = 'Hawaii' where id = $1`, [profileId])
    expect((await read()).profile).toEqual({ timeZone: 'Pacific/Honolulu' })
  })
})

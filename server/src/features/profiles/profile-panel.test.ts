import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildProfile,
  buildUser,
  insert,
} from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let account: BuiltAccount
let actor: Actor
let profileId: string
beforeAll(async () => {
  rig = await startGraphqlRig()
  const { owner } = rig.world
  account = await buildAccount(owner)
  actor = agentOf(account.accountId, await buildUser(owner, account.accountId))
  profileId = await buildProfile(owner, account.accountId, {
    name: 'Ada',
    phone_number: '+14155550101',
    consent: 'SUBSCRIBED',
    consent_since: new Date('2026-05-01T10:00:00Z'),
    country: 'US',
    region: 'CA',
    city: 'Oakland',
    time_zone: 'America/Los_Angeles',
  })
  const metricId = newId()
  await insert(owner, 'metrics', { id: metricId, account_id: account.accountId, name: 'Viewed Product' })
  await insert(owner, 'events', {
    id: newId(),
    account_id: account.accountId,
    profile_id: profileId,
    metric_id: metricId,
    at: new Date('2026-05-02T10:00:00Z'),
    properties: JSON.stringify({ product: 'Boots' }),
  })
})
afterAll(() => rig.close())

const PANEL = `{ profile(phoneNumber: "+14155550101") {
  name phoneNumber consent { state since } location { city region country } timeZone conversation { id }
  events(first: 5) { nodes { metric { name } at properties } } orders(first: 5) { nodes { id } } } }`

test('R30: who somebody is, where, what they consented to, did and ordered comes in one request', async () => {
  expect(await rig.get(actor, PANEL)).toEqual({
    profile: {
      name: 'Ada',
      phoneNumber: '+14155550101',
      consent: { state: 'SUBSCRIBED', since: '2026-05-01T10:00:00.000Z' },
      location: { city: 'Oakland', region: 'CA', country: 'US' },
      timeZone: 'America/Los_Angeles',
      conversation: null,
      events: {
        nodes: [
          {
            metric: { name: 'Viewed Product' },
            at: '2026-05-02T10:00:00.000Z',
            properties: { product: 'Boots' },
          },
        ],
      },
      orders: { nodes: [] },
    },
  })
})

test('R5: to somebody who never texted there is no conversation, and nothing starts one', async () => {
  const send = (conversationId: string) =>
    rig.get(
      actor,
      'mutation ($input: SendReplyInput!) { sendReply(input: $input) { message { id } userErrors { code field } } }',
      { input: { conversationId, text: 'Hello there' } },
    )
  for (const id of [`cnv_${profileId}`, `prf_${profileId}`, `cnv_${newId()}`])
    expect(await send(id)).toEqual({
      sendReply: {
        message: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['input', 'conversationId'] }],
      },
    })
})

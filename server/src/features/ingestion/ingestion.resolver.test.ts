import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor, ApiScope } from '../../platform/auth/actor.ts'
import { newId } from '../../platform/ids.ts'
import { agentOf, type BuiltAccount, buildAccount, buildProfile } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let account: BuiltAccount
beforeAll(async () => {
  rig = await startGraphqlRig()
})
beforeEach(async () => {
  account = await buildAccount(rig.world.owner)
})
afterAll(() => rig.close())

const key = (...scopes: ApiScope[]): Actor => ({
  kind: 'apiKey',
  accountId: account.accountId,
  apiKeyId: newId(),
  scopes,
})
const PROFILES = `mutation ($profiles: [ProfileInput!]!) { upsertProfiles(profiles: $profiles) {
  results { profile { phoneNumber name email externalId properties timeZone location { city country timeZone } consent { state } }
    userErrors { code message field } } } }`
const EVENTS = `mutation ($events: [EventInput!]!) { recordEvents(events: $events) {
  results { event { at properties metric { name } value { amount currencyCode } } userErrors { code field } } } }`
const messages = (
  mutation: string,
) => `mutation ($source: MessageSourceInput!, $messages: [SourceMessageInput!]!) {
  ${mutation}(source: $source, messages: $messages) {
    source { type name externalId sentCount }
    results { message { kind status text profile { phoneNumber } source { name } } userErrors { code field } } } }`
const source = { type: 'CAMPAIGN', name: 'Spring sale', externalId: 'spring' }
const ada = '+14155550101'

describe('R41: over the API', () => {
  test('profiles come back as they are now', async () => {
    const profiles = [
      {
        phoneNumber: ada,
        name: 'Ada',
        location: { country: 'US', timeZone: 'America/Chicago' },
        properties: { a: 1 },
      },
    ]
    for (const _ of ['interpreted', 'compiled', 'compiled'])
      expect(await rig.get(key('INGEST', 'READ'), PROFILES, { profiles })).toEqual({
        upsertProfiles: {
          results: [
            {
              profile: {
                phoneNumber: ada,
                name: 'Ada',
                email: null,
                externalId: null,
                properties: { a: 1 },
                timeZone: 'America/Chicago',
                location: { city: null, country: 'US', timeZone: 'America/Chicago' },
                consent: { state: 'NEVER_SUBSCRIBED' },
              },
              userErrors: [],
            },
          ],
        },
      })
  })

  test('events do, with exact amounts', async () => {
    const events = [
      {
        phoneNumber: ada,
        metric: 'Placed Order',
        at: '2026-01-01T00:00:00Z',
        value: { amount: '0.1', currencyCode: 'USD' },
      },
    ]
    for (const _ of ['interpreted', 'compiled'])
      expect(await rig.get(key('INGEST', 'READ'), EVENTS, { events })).toEqual({
        recordEvents: {
          results: [
            {
              event: {
                at: '2026-01-01T00:00:00.000Z',
                properties: {},
                metric: { name: 'Placed Order' },
                value: { amount: '0.1', currencyCode: 'USD' },
              },
              userErrors: [],
            },
          ],
        },
      })
  })

  test('messages do, with their source', async () => {
    await buildProfile(rig.world.owner, account.accountId, { phone_number: ada, time_zone: 'Etc/UTC' })
    const variables = { source, messages: [{ phoneNumber: ada, text: 'Hello', externalId: '1' }] }
    expect(await rig.get(key('INGEST', 'READ'), messages('recordSentMessages'), variables)).toEqual({
      recordSentMessages: {
        source: { type: 'CAMPAIGN', name: 'Spring sale', externalId: 'spring', sentCount: 1 },
        results: [
          {
            message: {
              kind: 'CAMPAIGN',
              status: 'SENT',
              text: 'Hello',
              profile: { phoneNumber: ada },
              source: { name: 'Spring sale' },
            },
            userErrors: [],
          },
        ],
      },
    })
    const sent = await rig.get(key('INGEST', 'READ'), messages('sendMessages'), {
      source,
      messages: [{ phoneNumber: ada, text: 'Hello', externalId: '2' }],
    })
    expect(sent).toMatchObject({
      sendMessages: { results: [{ message: { text: 'Hello' }, userErrors: [] }] },
    })
  })

  test('malformed strings are errors of their items, also where a call is compiled', async () => {
    const calls: [string, Record<string, unknown>, string, string[]][] = [
      [
        PROFILES,
        { profiles: [{ phoneNumber: 'x' }] },
        'PHONE_NUMBER_INVALID',
        ['profiles', '0', 'phoneNumber'],
      ],
      [
        PROFILES,
        { profiles: [{ phoneNumber: ada, email: 'x' }] },
        'EMAIL_INVALID',
        ['profiles', '0', 'email'],
      ],
      [
        PROFILES,
        { profiles: [{ phoneNumber: ada, location: { timeZone: 'x' } }] },
        'TIME_ZONE_INVALID',
        ['profiles', '0', 'location', 'timeZone'],
      ],
      [EVENTS, { events: [{ phoneNumber: ada, metric: 'm', at: 'x' }] }, 'AT_INVALID', ['events', '0', 'at']],
      [
        EVENTS,
        { events: [{ phoneNumber: ada, metric: 'm', value: { amount: 'x', currencyCode: 'USD' } }] },
        'AMOUNT_INVALID',
        ['events', '0', 'value', 'amount'],
      ],
      [
        EVENTS,
        { events: [{ phoneNumber: ada, metric: 'm', value: { amount: '1', currencyCode: 'x' } }] },
        'CURRENCY_INVALID',
        ['events', '0', 'value', 'currencyCode'],
      ],
      ...['sendMessages', 'recordSentMessages'].map((mutation): (typeof calls)[number] => [
        messages(mutation),
        { source, messages: [{ phoneNumber: ada, text: 'a', externalId: '1', mediaUrls: ['x'] }] },
        'URL_INVALID',
        ['messages', '0', 'mediaUrls', '0'],
      ]),
    ]
    for (const [query, variables, code, field] of [...calls, ...calls]) {
      const data = await rig.get(key('INGEST', 'READ'), query, variables)
      const [{ results }] = Object.values(data) as [{ results: unknown[] }]
      expect(results).toMatchObject([{ userErrors: [{ code, field }] }])
    }
  })

  test('wrong JSON types fail the request', async () => {
    for (const profiles of [[{ phoneNumber: 5 }], [{ phoneNumber: ada, properties: [1] }], [null], 'x']) {
      const { data, errors } = await rig.ask(key('INGEST', 'READ'), PROFILES, { profiles })
      expect([data ?? null, errors?.length]).toEqual([null, 1])
    }
  })

  test('an empty list has no results; its source is made', async () => {
    expect(
      await rig.get(key('INGEST', 'READ'), messages('sendMessages'), { source, messages: [] }),
    ).toMatchObject({
      sendMessages: { source: { name: 'Spring sale' }, results: [] },
    })
    expect(await rig.get(key('INGEST', 'READ'), PROFILES, { profiles: [] })).toEqual({
      upsertProfiles: { results: [] },
    })
  })

  test('R1, R2: only Owner, Admin, Manager and keys with INGEST may', async () => {
    const { accountId } = account
    const may = ['OWNER', 'ADMIN', 'MANAGER'] as const
    const mayNot = ['SUPPORT', 'ANALYST', 'CAMPAIGN_COORDINATOR', 'CONTENT_CREATOR'] as const
    const calls: [string, Record<string, unknown>][] = [
      [PROFILES, { profiles: [] }],
      [EVENTS, { events: [] }],
      [messages('sendMessages'), { source, messages: [] }],
      [messages('recordSentMessages'), { source, messages: [] }],
    ]
    for (const [query, variables] of calls) {
      for (const actor of [key('INGEST', 'READ'), ...may.map((role) => agentOf(accountId, newId(), role))])
        expect((await rig.ask(actor, query, variables)).errors).toBeUndefined()
      for (const actor of [
        key('READ', 'REPLY', 'MANAGE'),
        ...mayNot.map((role) => agentOf(accountId, newId(), role)),
      ])
        expect((await rig.ask(actor, query, variables)).errors?.[0]?.originalError).toMatchObject({
          code: 'FORBIDDEN',
        })
    }
  })
})

test('R39: asked for ids alone, which takes no right to read, a call gives those that it gives otherwise', async () => {
  await buildProfile(rig.world.owner, account.accountId, { phone_number: ada, time_zone: 'Etc/UTC' })
  const messages = [
    { phoneNumber: ada, text: 'Hello', externalId: '1' },
    { phoneNumber: 'x', text: 'Hello', externalId: '2' },
  ]
  const call = async (message: string) =>
    rig.get(
      key('INGEST'),
      `mutation ($source: MessageSourceInput!, $messages: [SourceMessageInput!]!) {
        sendMessages(source: $source, messages: $messages) { results { message { ${message} } userErrors { code } } } }`,
      { source, messages },
    )
  const whole = (await call('id text status')) as {
    sendMessages: { results: { message: { id: string } | null }[] }
  }
  expect(await call('__typename id')).toEqual({
    sendMessages: {
      results: [
        {
          message: { __typename: 'Message', id: whole.sendMessages.results[0]?.message?.id },
          userErrors: [],
        },
        { message: null, userErrors: [{ code: 'PHONE_NUMBER_INVALID' }] },
      ],
    },
  })
})

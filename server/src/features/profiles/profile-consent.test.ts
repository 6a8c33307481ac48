import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildUser,
  textFrom,
} from '../../test/build.ts'
import { buildApiKey } from '../../test/build-nodes.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import { pushEqualsRefetch } from '../../test/push-equals-refetch.ts'
import { receiveTexts } from '../messages/actions/receive-texts.ts'

let rig: GraphqlRig
let account: BuiltAccount
let agent: Actor
let userId: string
let profileId: string
let conversationId: string
beforeAll(async () => {
  rig = await startGraphqlRig()
})
beforeEach(async () => {
  account = await buildAccount(rig.world.owner, { settings: { carrier_confirms_opt_out: false } })
  userId = await buildUser(rig.world.owner, account.accountId)
  agent = agentOf(account.accountId, userId)
  const built = await buildConversation(
    rig.world.owner,
    account,
    {},
    { phone_number: ada, consent: 'NEVER_SUBSCRIBED' },
  )
  profileId = built.profileId
  conversationId = built.conversationId
})
afterAll(() => rig.close())

const ada = '+14155550101'
const CONSENT = `
  profile { consent { state } consentHistory { from to method evidence rule by { id } byApiKey } conversation { possibleOptOut replyGate { reasons } } }
  userErrors { code field }`
const SUBSCRIBE = `mutation ($id: ID!, $reason: String!) { subscribeProfile(id: $id, reason: $reason) { ${CONSENT} } }`
const UNSUBSCRIBE = `mutation ($id: ID!, $reason: String) { unsubscribeProfile(id: $id, reason: $reason) { ${CONSENT} } }`
const DISMISS = `mutation ($ids: [ID!]!) { dismissPossibleOptOuts(ids: $ids) { conversations { possibleOptOut } userErrors { code field } } }`

type Answer = Record<string, { profile: Record<string, unknown> | null; userErrors: unknown[] }>
/** What a mutation answers, its changes pushed as a refetch would give them. */
const ask = async (query: string, variables: object, actor = agent) => {
  const asked = () => rig.get(actor, query, { id: toGlobalId('Profile', profileId), ...variables })
  const { result, entries } = await pushEqualsRefetch(rig.world.db, account.accountId, asked)
  const [answer] = Object.values(result as Answer)
  return { ...answer, entries: entries.map(({ kind, conversationId }) => ({ kind, conversationId })) }
}
const text = (words: string) =>
  receiveTexts(rig.world.db, account.accountId, [textFrom(account, ada, words)], () => [])
const changed = () => [{ kind: 'PROFILE_CHANGED', conversationId }]

describe('R18: an agent records an opt-in', () => {
  test('with a reason, which opens the composer', async () => {
    const { profile, userErrors, entries } = await ask(SUBSCRIBE, { reason: ' Asked on the phone, 3 May ' })
    expect(userErrors).toEqual([])
    expect(profile).toEqual({
      consent: { state: 'SUBSCRIBED' },
      consentHistory: [
        {
          from: 'NEVER_SUBSCRIBED',
          to: 'SUBSCRIBED',
          method: 'AGENT',
          evidence: 'Asked on the phone, 3 May',
          rule: null,
          by: { id: toGlobalId('User', userId) },
          byApiKey: null,
        },
      ],
      conversation: { possibleOptOut: false, replyGate: { reasons: [] } },
    })
    expect(entries).toEqual(changed())
    expect((await ask(SUBSCRIBE, { reason: 'again' })).entries, 'a second time changes nothing').toEqual([])
  })

  test('never over the customer’s own opt-out', async () => {
    await text('STOP')
    const { profile, userErrors, entries } = await ask(SUBSCRIBE, { reason: 'She asked' })
    expect(profile).toBeNull()
    expect(userErrors).toEqual([{ code: 'OPTED_OUT', field: ['id'] }])
    expect(entries).toEqual([])
  })

  test('over the opt-out of an agent', async () => {
    await ask(UNSUBSCRIBE, { reason: 'Wrong number?' })
    const { profile } = await ask(SUBSCRIBE, { reason: 'It was the right one' })
    expect(profile).toMatchObject({ consent: { state: 'SUBSCRIBED' } })
  })

  test('an API key’s is its own word', async () => {
    const apiKeyId = await buildApiKey(rig.world.owner, account.accountId, ['REPLY', 'READ'])
    const key: Actor = { kind: 'apiKey', accountId: account.accountId, apiKeyId, scopes: ['REPLY', 'READ'] }
    const { profile } = await ask(SUBSCRIBE, { reason: 'Kiosk' }, key)
    expect(profile).toMatchObject({ consentHistory: [{ method: 'API', by: null, byApiKey: 'Shop' }] })
  })
})

describe('B2, R16: an agent settles a possible opt-out', () => {
  test('as the customer’s own, with the text as evidence; no one but they can take it back', async () => {
    await text('please cancel my texts 🙏')
    await text('are you there?')
    const { profile, entries } = await ask(UNSUBSCRIBE, { reason: 'Reads like it' })
    expect(profile).toMatchObject({
      consent: { state: 'UNSUBSCRIBED' },
      consentHistory: [
        {
          method: 'AGENT',
          evidence: 'please cancel my texts 🙏\nReads like it',
          rule: 'POSSIBLE_OPT_OUT',
          by: { id: toGlobalId('User', userId) },
        },
      ],
      conversation: { possibleOptOut: false, replyGate: { reasons: ['OPTED_OUT'] } },
    })
    expect(entries).toEqual(changed())
    expect((await ask(SUBSCRIBE, { reason: 'No' })).userErrors).toMatchObject([{ code: 'OPTED_OUT' }])
    expect((await ask(UNSUBSCRIBE, {})).entries, 'a second time changes nothing').toEqual([])
    await text('START')
    const after = await rig.get(agent, `query ($id: ID!) { profile(id: $id) { consent { state } } }`, {
      id: toGlobalId('Profile', profileId),
    })
    expect(after).toEqual({ profile: { consent: { state: 'SUBSCRIBED' } } })
  })

  test('makes an import’s opt-out the customer’s own', async () => {
    await ask(UNSUBSCRIBE, { reason: 'List of the old system' })
    await text('I quit')
    const { profile } = await ask(UNSUBSCRIBE, {})
    expect(profile).toMatchObject({ consentHistory: [{ rule: 'POSSIBLE_OPT_OUT' }, { rule: null }] })
    expect((await ask(SUBSCRIBE, { reason: 'No' })).userErrors).toMatchObject([{ code: 'OPTED_OUT' }])
  })

  test('as none', async () => {
    await text('cancel my order please')
    const nobody = toGlobalId('Conversation', newId())
    const ids = [toGlobalId('Conversation', conversationId), nobody]
    const dismiss = () => rig.get(agent, DISMISS, { ids })
    const { result, entries } = await pushEqualsRefetch(rig.world.db, account.accountId, dismiss)
    expect(result).toEqual({
      dismissPossibleOptOuts: {
        conversations: [{ possibleOptOut: false }],
        userErrors: [{ code: 'NOT_FOUND', field: ['ids', '1'] }],
      },
    })
    expect(entries).toMatchObject([{ kind: 'CONVERSATION_CHANGED', conversationId }])
    expect((await pushEqualsRefetch(rig.world.db, account.accountId, dismiss)).entries).toEqual([])
  })

  test('two agents at once, one each way: the opt-out stands, and the flag is gone', async () => {
    await text('end this')
    await Promise.all([
      rig.get(agent, UNSUBSCRIBE, { id: toGlobalId('Profile', profileId) }),
      rig.get(agent, DISMISS, { ids: [toGlobalId('Conversation', conversationId)] }),
    ])
    const { profile } = await ask(UNSUBSCRIBE, {})
    expect(profile).toMatchObject({
      consent: { state: 'UNSUBSCRIBED' },
      conversation: { possibleOptOut: false },
    })
    expect(profile?.consentHistory).toHaveLength(1)
  })
})

describe('refused inputs', () => {
  test.each<[string, string, Record<string, unknown>, string, string]>([
    ['no reason', SUBSCRIBE, { reason: ' ' }, 'REASON_REQUIRED', 'reason'],
    ['too long a reason', SUBSCRIBE, { reason: 'x'.repeat(1001) }, 'REASON_TOO_LONG', 'reason'],
    ['a reason that is no text', SUBSCRIBE, { reason: 'a\0' }, 'REASON_INVALID', 'reason'],
    ['an id of nothing', SUBSCRIBE, { reason: 'x', id: 'prf_1' }, 'NOT_FOUND', 'id'],
    ['an id of nobody', SUBSCRIBE, { reason: 'x', id: toGlobalId('Profile', newId()) }, 'NOT_FOUND', 'id'],
    ['an id of a message', UNSUBSCRIBE, { id: toGlobalId('Message', newId()) }, 'NOT_FOUND', 'id'],
    ['an id of nobody', UNSUBSCRIBE, { id: toGlobalId('Profile', newId()) }, 'NOT_FOUND', 'id'],
    ['too long a reason', UNSUBSCRIBE, { reason: 'x'.repeat(1001) }, 'REASON_TOO_LONG', 'reason'],
    ['a reason that is no text', UNSUBSCRIBE, { reason: '\ud83d' }, 'REASON_INVALID', 'reason'],
  ])('%s', async (_, query, variables, code, field) => {
    const { profile, userErrors, entries } = await ask(query, variables)
    expect({ profile, userErrors, entries }).toEqual({
      profile: null,
      userErrors: [{ code, field: [field] }],
      entries: [],
    })
  })

  test('R3: a profile of another account is as one that does not exist', async () => {
    const other = await buildAccount(rig.world.owner)
    const theirs = await buildConversation(rig.world.owner, other, { possible_opt_out: true })
    const id = toGlobalId('Profile', theirs.profileId)
    for (const [query, reason] of [
      [SUBSCRIBE, 'x'],
      [UNSUBSCRIBE, null],
    ] as const)
      expect((await ask(query, { id, reason })).userErrors).toEqual([{ code: 'NOT_FOUND', field: ['id'] }])
    const dismissed = await rig.get(agent, DISMISS, {
      ids: [toGlobalId('Conversation', theirs.conversationId)],
    })
    expect(dismissed).toMatchObject({ dismissPossibleOptOuts: { conversations: [] } })
    const { rows } = await rig.world.owner.query('select possible_opt_out from conversations where id = $1', [
      theirs.conversationId,
    ])
    expect(rows).toEqual([{ possible_opt_out: true }])
  })

  test.each(['ANALYST', 'CONTENT_CREATOR', 'CAMPAIGN_COORDINATOR'] as const)(
    'R1: %s may not',
    async (role) => {
      const { errors } = await rig.ask(agentOf(account.accountId, userId, role), UNSUBSCRIBE, {
        id: toGlobalId('Profile', profileId),
      })
      expect(errors?.[0]?.extensions.code ?? errors?.[0]?.originalError).toMatchObject(
        expect.objectContaining({ code: 'FORBIDDEN' }),
      )
    },
  )
})

describe('R18: the ledger of a number', () => {
  const LEDGER = `query ($phoneNumber: PhoneNumber!, $first: Int, $after: String) {
    consentLedger(phoneNumber: $phoneNumber, first: $first, after: $after) {
      nodes { to evidence recordedAt } pageInfo { hasNextPage endCursor } } }`
  interface Page {
    consentLedger: { nodes: { evidence: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
  }
  const page = async (variables: object, actor = agent): Promise<Page['consentLedger']> =>
    ((await rig.get(actor, LEDGER, { phoneNumber: ada, ...variables })) as unknown as Page).consentLedger

  test('is paged, the newest first, and whole, also when the profile is gone', async () => {
    for (const words of ['STOP', 'START', 'END', 'UNSTOP', 'QUIT']) await text(words)
    await rig.world.owner.query('delete from messages where profile_id = $1', [profileId])
    await rig.world.owner.query('delete from conversations where id = $1', [conversationId])
    await rig.world.owner.query('delete from events where profile_id = $1', [profileId])
    await rig.world.owner.query('delete from profiles where id = $1', [profileId])
    await text('START')
    const first = await page({ first: 4 })
    const second = await page({ first: 4, after: first.pageInfo.endCursor, phoneNumber: '+1 (415) 555-0101' })
    expect([...first.nodes, ...second.nodes].map(({ evidence }) => evidence)).toEqual(
      ['STOP', 'START', 'END', 'UNSTOP', 'QUIT', 'START'].toReversed(),
    )
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
  })

  test('R3: is empty for a number that another account knows', async () => {
    await text('STOP')
    const other = await buildAccount(rig.world.owner)
    const stranger = agentOf(other.accountId, await buildUser(rig.world.owner, other.accountId))
    expect((await page({}, stranger)).nodes).toEqual([])
  })

  test('of what is no number it is refused', async () => {
    const { errors } = await rig.ask(agent, LEDGER, { phoneNumber: 'Ada' })
    expect(errors?.[0]?.message).toBe('phoneNumber is not a phone number in E.164')
  })
})

test('R13: a pending double opt-in shows until when it can be confirmed', async () => {
  const PENDING = 'query ($id: ID!) { profile(id: $id) { optInPendingUntil } }'
  const until = async () =>
    (
      (await rig.get(agent, PENDING, { id: toGlobalId('Profile', profileId) })) as {
        profile: { optInPendingUntil: string | null }
      }
    ).profile.optInPendingUntil
  expect(await until()).toBeNull()
  await text('JOIN')
  expect(Date.parse((await until()) ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000)
  await text('YES')
  expect(await until()).toBeNull()
})

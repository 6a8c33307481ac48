import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import { agentOf, type BuiltAccount, buildAccount, buildConversation } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let account: BuiltAccount
let actor: Actor
let theirs: string
beforeAll(async () => {
  rig = await startGraphqlRig()
  const other = await buildAccount(rig.world.owner)
  theirs = toGlobalId('Conversation', (await buildConversation(rig.world.owner, other)).conversationId)
})
beforeEach(async () => {
  account = await buildAccount(rig.world.owner)
  actor = agentOf(account.accountId, newId())
})
afterAll(() => rig.close())

const build = async (columns: Record<string, unknown> = {}): Promise<string> =>
  toGlobalId('Conversation', (await buildConversation(rig.world.owner, account, columns)).conversationId)

const PAYLOAD = `{ unreadCount userErrors { code field }
  conversations { id status isUnread snoozedUntil isBackFromSnooze waitingSince } }`

interface Payload {
  unreadCount: number
  userErrors: { code: string; field: string[] | null }[]
  conversations: Record<string, unknown>[]
}

const verbs = ['open', 'close', 'snooze', 'markRead', 'markUnread'] as const
type Verb = (typeof verbs)[number]
const mutations: Record<Verb, string> = {
  open: 'openConversations',
  close: 'closeConversations',
  snooze: 'snoozeConversations',
  markRead: 'markConversationsRead',
  markUnread: 'markConversationsUnread',
}

const query = (verb: Verb): string =>
  verb === 'snooze'
    ? `mutation ($ids: [ID!]!, $until: SnoozeUntil, $at: DateTime) {
         snoozeConversations(ids: $ids, until: $until, at: $at) ${PAYLOAD} }`
    : `mutation ($ids: [ID!]!) { ${mutations[verb]}(ids: $ids) ${PAYLOAD} }`

const run = async (verb: Verb, variables: Record<string, unknown>): Promise<Payload> =>
  (await rig.get(actor, query(verb), variables))[mutations[verb]] as Payload

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()
const until = (verb: Verb) => (verb === 'snooze' ? { until: 'TOMORROW' } : {})
const stored = async () =>
  (
    await rig.world.owner.query(
      'select status, is_unread, snoozed_until from conversations where account_id = $1 order by id',
      [account.accountId],
    )
  ).rows

describe('B7: a selection', () => {
  test.each(verbs)('%s: is done but for ids that are none, each named by its index', async (verb) => {
    const [one, two] = [await build({ status: 'CLOSED' }), await build({ is_unread: true })]
    const nobodys = toGlobalId('Conversation', newId())
    const payload = await run(verb, { ids: ['cnv_x', two, nobodys, theirs, one], ...until(verb) })
    expect(payload.conversations.map(({ id }) => id)).toEqual([two, one])
    expect(payload.userErrors).toEqual(
      ['0', '2', '3'].map((index) => ({ code: 'NOT_FOUND', field: ['ids', index] })),
    )
  })

  test.each(verbs)('%s: of more than 100 is refused, and changes nothing', async (verb) => {
    const id = await build({ is_unread: true })
    const before = await stored()
    const { errors } = await rig.ask(actor, query(verb), {
      ids: Array.from({ length: 101 }, () => id),
      ...until(verb),
    })
    expect(errors?.[0]?.originalError).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('ids'),
    })
    expect(await stored()).toEqual(before)
  })

  test.each(verbs)('R1: %s is for who may use the inbox', async (verb) => {
    const id = await build({ is_unread: true })
    const analyst = agentOf(account.accountId, newId(), 'ANALYST')
    const { errors } = await rig.ask(analyst, query(verb), { ids: [id], ...until(verb) })
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('R26: a snooze', () => {
  test('lasts until one of the usual times, or any moment to come; marks read', async () => {
    const id = await build({ is_unread: true })
    const tomorrow = await run('snooze', { ids: [id], until: 'TOMORROW' })
    expect(tomorrow).toMatchObject({
      unreadCount: 0,
      userErrors: [],
      conversations: [{ id, status: 'SNOOZED', isUnread: false, isBackFromSnooze: false }],
    })
    expect(tomorrow.conversations[0]?.snoozedUntil).toMatch(/T1[34]:00:00\.000Z$/)
    const at = inAnHour()
    expect((await run('snooze', { ids: [id], at })).conversations).toMatchObject([{ snoozedUntil: at }])
  })

  test.each<[string, Record<string, unknown>, string, string]>([
    ['neither', {}, 'UNTIL_OR_AT', 'until'],
    ['both', { until: 'ONE_WEEK', at: '2099-01-01T00:00:00Z' }, 'UNTIL_OR_AT', 'until'],
    ['no moment', { at: 'tomorrow at nine' }, 'AT_INVALID', 'at'],
    ['a moment without its offset', { at: '2099-01-01T00:00:00' }, 'AT_INVALID', 'at'],
    ['a moment past', { at: '2020-01-01T00:00:00Z' }, 'AT_PAST', 'at'],
    ['a moment far away', { at: '2099-01-01T00:00:00Z' }, 'AT_TOO_FAR', 'at'],
  ])('with %s is refused, and changes none', async (_, given, code, field) => {
    const ids = [await build({ is_unread: true }), await build()]
    const before = await stored()
    const payload = await run('snooze', { ids, ...given })
    expect(payload).toMatchObject({ conversations: [], userErrors: [{ code, field: [field] }] })
    expect(await stored()).toEqual(before)
  })
})

describe('B7: each is undone by its inverse', () => {
  const since = new Date('2026-05-01T11:00:00.000Z')
  test.each<[Verb, Record<string, unknown>, [Verb, Record<string, unknown>][]]>([
    [
      'close',
      { is_unread: true, waiting_since: since },
      [
        ['open', {}],
        ['markUnread', {}],
      ],
    ],
    [
      'snooze',
      { is_unread: true, waiting_since: since },
      [
        ['open', {}],
        ['markUnread', {}],
      ],
    ],
    ['snooze', { status: 'CLOSED' }, [['close', {}]]],
    [
      'close',
      { status: 'SNOOZED', snoozed_until: new Date('2027-03-01T09:00:00.000Z') },
      [['snooze', { at: '2027-03-01T09:00:00.000Z' }]],
    ],
    ['open', { status: 'CLOSED' }, [['close', {}]]],
    ['markRead', { is_unread: true, waiting_since: since }, [['markUnread', {}]]],
    ['markUnread', {}, [['markRead', {}]]],
  ])('%s, of one that was %j', async (verb, columns, inverse) => {
    const id = await build(columns)
    const ask = async () =>
      (
        await rig.get(
          actor,
          `query ($id: ID!) { conversation(id: $id) { status isUnread snoozedUntil waitingSince } }`,
          { id },
        )
      ).conversation
    const before = await ask()
    await run(verb, { ids: [id], ...(verb === 'snooze' && { until: 'LATER_TODAY' }) })
    expect(await ask()).not.toEqual(before)
    for (const [undo, more] of inverse) await run(undo, { ids: [id], ...more })
    expect(await ask()).toEqual(before)
  })

  test('B12: nobody is shown to wait in a closed conversation, in a list or by itself', async () => {
    const id = await build({ waiting_since: since })
    await run('close', { ids: [id] })
    const { conversation, conversations } = await rig.get(
      actor,
      `query ($id: ID!) { conversation(id: $id) { waitingSince } conversations { nodes { waitingSince } } }`,
      { id },
    )
    expect([conversation, conversations]).toEqual([
      { waitingSince: null },
      { nodes: [{ waitingSince: null }] },
    ])
  })
})

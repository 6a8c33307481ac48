import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId } from '../../platform/ids.ts'
import { agentOf, buildAccount, buildProfile, buildUser } from '../../test/build.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'

let rig: GraphqlRig
let actor: Actor
beforeAll(async () => {
  rig = await startGraphqlRig()
  const { owner } = rig.world
  const { accountId } = await buildAccount(owner)
  const userId = await buildUser(owner, accountId)
  actor = agentOf(accountId, userId)
  const build = (minute: number, columns: Record<string, unknown>) =>
    buildProfile(owner, accountId, {
      created_at: new Date(Date.UTC(2026, 4, 1, 10, minute)),
      ...columns,
    })
  await build(1, { name: 'Zoë Quinn', phone_number: '+14155550142', email: 'zoe.quinn@example.com' })
  await build(2, {
    ...{ name: 'Quinn Harper', phone_number: '+442079460958', blocked_by: userId },
    ...{ blocked_at: new Date('2026-05-03T10:00:00Z'), blocked_message_count: 4 },
  })
  await build(3, { name: null, phone_number: '+14155550199', email: 'quiet@example.com' })
  await build(4, { name: 'Bo', phone_number: '+14155550177', blocked_at: new Date('2026-05-02T10:00:00Z') })
  const stranger = await buildAccount(owner)
  await buildProfile(owner, stranger.accountId, { name: 'Quinn Elsewhere', blocked_at: new Date() })
})
afterAll(() => rig.close())

const list = async (given: Record<string, unknown>) => {
  const { profiles } = await rig.get(
    actor,
    `query ($search: String, $blocked: Boolean, $first: Int, $after: String) {
       profiles(search: $search, blocked: $blocked, first: $first, after: $after) {
         totalCount nodes { phoneNumber } pageInfo { endCursor hasNextPage } } }`,
    given,
  )
  return profiles as {
    totalCount: number
    nodes: { phoneNumber: string }[]
    pageInfo: { endCursor: string | null; hasNextPage: boolean }
  }
}
const numbers = async (given: Record<string, unknown>): Promise<string[]> => {
  const { nodes, totalCount } = await list(given)
  expect(totalCount).toBe(nodes.length)
  return nodes.map((node) => node.phoneNumber.slice(-4))
}

describe('B9: profiles are searched, the newest first', () => {
  test.each<[string, string[]]>([
    ['quinn', ['0958', '0142']],
    ['zoe', ['0142']],
    ['HARP', ['0958']],
    ['bo', ['0177']],
    ['o', []],
    ['z', ['0142']],
    ['+1 415 555 0199', ['0199']],
    ['(415) 555', ['0177', '0199', '0142']],
    ['01', ['0199', '0142']],
    ['quiet@example', ['0199']],
    ['quinn 0142', ['0142']],
    ['nobody', []],
    ['%', []],
    ['', ['0177', '0199', '0958', '0142']],
  ])('by %j', async (search, expected) => {
    // Two digits are the beginning of no word here.
    expect(await numbers({ search })).toEqual(search === '01' ? [] : expected)
  })

  test('also among blocked ones, or those that are not', async () => {
    expect(await numbers({ search: 'quinn', blocked: true })).toEqual(['0958'])
    expect(await numbers({ search: 'quinn', blocked: false })).toEqual(['0142'])
  })

  test('page by page', async () => {
    const first = await list({ search: '415555', first: 2 })
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } })
    const next = await list({ search: '415555', first: 2, after: first.pageInfo.endCursor })
    expect([...first.nodes, ...next.nodes].map((node) => node.phoneNumber.slice(-4))).toEqual([
      ...['0177', '0199', '0142'],
    ])
    expect(next.pageInfo.hasNextPage).toBe(false)
  })

  test('for no more than 200 characters', async () => {
    const { errors } = await rig.ask(
      actor,
      'query ($search: String) { profiles(search: $search) { totalCount } }',
      {
        search: 'x'.repeat(201),
      },
    )
    expect(errors?.[0]?.originalError).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('search'),
    })
  })
})

describe('B8: blocked profiles', () => {
  test('are listed with who, when, by whom and how many texts, the one blocked last first', async () => {
    const { profiles } = await rig.get(
      actor,
      `{ profiles(blocked: true) { nodes { name isBlocked blockedAt blockedMessageCount blockedBy { name } } } }`,
    )
    expect(profiles).toEqual({
      nodes: [
        {
          ...{ name: 'Quinn Harper', isBlocked: true, blockedAt: '2026-05-03T10:00:00.000Z' },
          ...{ blockedMessageCount: 4, blockedBy: { name: 'Olivia Owner' } },
        },
        {
          ...{ name: 'Bo', isBlocked: true, blockedAt: '2026-05-02T10:00:00.000Z' },
          ...{ blockedMessageCount: 0, blockedBy: null },
        },
      ],
    })
  })

  test('page by page', async () => {
    const first = await list({ blocked: true, first: 1 })
    const next = await list({ blocked: true, first: 1, after: first.pageInfo.endCursor })
    expect([...first.nodes, ...next.nodes].map((node) => node.phoneNumber.slice(-4))).toEqual([
      '0958',
      '0177',
    ])
    expect(next.pageInfo.hasNextPage).toBe(false)
  })

  test('over the API: blocking and unblocking give the profile, and refuse what is nobody’s', async () => {
    const change = async (verb: string, id: string) =>
      (
        await rig.get(
          actor,
          `mutation ($id: ID!) { ${verb}(id: $id) { profile { isBlocked blockedBy { name } conversation { status } } userErrors { code field } } }`,
          { id },
        )
      )[verb]
    const { accountId } = actor
    const id = `prf_${await buildProfile(rig.world.owner, accountId, { created_at: new Date(0) })}`
    const blocked = { isBlocked: true, blockedBy: { name: 'Olivia Owner' }, conversation: null }
    expect(await change('blockProfile', id)).toEqual({ profile: blocked, userErrors: [] })
    const unblocked = { isBlocked: false, blockedBy: null, conversation: null }
    expect(await change('unblockProfile', id)).toEqual({ profile: unblocked, userErrors: [] })
    for (const verb of ['blockProfile', 'unblockProfile'])
      for (const nobodys of [`prf_${newId()}`, 'prf_x', `cnv_${id.slice(4)}`])
        expect(await change(verb, nobodys)).toEqual({
          profile: null,
          userErrors: [{ code: 'NOT_FOUND', field: ['id'] }],
        })
  })
})

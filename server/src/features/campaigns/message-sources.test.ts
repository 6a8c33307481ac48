import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { agentOf, type BuiltAccount, buildAccount } from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import { planOf, rowsRead } from '../../test/plan-of.ts'
import { SOURCE_PAGES } from './message-source.queries.ts'

let rig: GraphqlRig
let account: BuiltAccount
beforeAll(async () => {
  rig = await startGraphqlRig()
  account = await buildAccount(rig.world.owner)
  const other = await buildAccount(rig.world.owner)
  await buildSource(rig.world.owner, other.accountId, { name: 'Theirs, Summer' })
  const named = ['Summer sale', 'SUMMER last call', 'Winter', '100% wool', 'a_b']
  for (const [index, name] of named.entries())
    await buildSource(rig.world.owner, account.accountId, {
      name,
      type: index % 2 ? 'FLOW' : 'CAMPAIGN',
      created_at: new Date(2026, 0, index + 1),
    })
})
afterAll(() => rig.close())

const LIST = `query ($first: Int, $after: String, $type: MessageSourceType, $search: String) {
  messageSources(first: $first, after: $after, type: $type, search: $search) {
    nodes { name } pageInfo { hasNextPage endCursor }
  }
}`
interface Listed {
  messageSources: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
}
const list = async (variables: Record<string, unknown> = {}) =>
  ((await rig.get(agentOf(account.accountId, newId()), LIST, variables)) as unknown as Listed).messageSources
const names = async (variables: Record<string, unknown>) =>
  (await list(variables)).nodes.map(({ name }) => name)

describe('campaigns and flows', () => {
  test.each([
    [{}, ['a_b', '100% wool', 'Winter', 'SUMMER last call', 'Summer sale']],
    [{ type: 'FLOW' }, ['100% wool', 'SUMMER last call']],
    [{ search: 'summer' }, ['SUMMER last call', 'Summer sale']],
    [{ search: 'summer', type: 'CAMPAIGN' }, ['Summer sale']],
    [{ search: '0%' }, ['100% wool']],
    [{ search: 'a_b' }, ['a_b']],
    [{ search: 'nothing' }, []],
  ])('are listed, the newest first, by %j', async (variables, expected) => {
    expect(await names(variables)).toEqual(expected)
  })

  test('come in pages, none twice and none left out, also when filtered', async () => {
    const first = await list({ first: 1, search: 'summer' })
    expect(first.pageInfo.hasNextPage).toBe(true)
    expect(await names({ first: 1, search: 'summer', after: first.pageInfo.endCursor })).toEqual([
      'Summer sale',
    ])
  })

  test('a page of an account with 10,000 of them reads that page by index', async () => {
    const large = await buildAccount(rig.world.owner)
    await rig.world.owner.query(
      `insert into message_sources (id, account_id, type, name, created_at)
       select gen_random_uuid(), $1, case when n % 2 = 0 then 'FLOW' else 'CAMPAIGN' end, 'Source ' || n, now() - n * interval '1 hour'
       from generate_series(1, 10000) n`,
      [large.accountId],
    )
    await rig.world.owner.query('analyze message_sources')
    const nodes = await planOf(rig.world, large, SOURCE_PAGES[50].text, [
      large.accountId,
      'infinity',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      'FLOW',
      'source',
    ])
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    expect(nodes.map((node) => node['Index Name'])).toContain('message_sources_newest')
    expect(rowsRead(nodes)).toBeLessThan(150)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/auth/actor.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
} from '../../test/build.ts'
import { buildEvent, buildMetric } from '../../test/build-nodes.ts'
import { type GraphqlRig, startGraphqlRig } from '../../test/graphql-rig.ts'
import { planOf } from '../../test/plan-of.ts'
import { EVENT_PAGES, EVENT_PAGES_OF_METRICS } from './event.queries.ts'

let rig: GraphqlRig
let actor: Actor
let account: BuiltAccount
let profileId: string
let messageId: string
let metrics: Record<'Received SMS' | 'Placed Order' | 'Viewed Product', string>

beforeAll(async () => {
  rig = await startGraphqlRig()
  const { owner } = rig.world
  account = await buildAccount(owner)
  actor = agentOf(account.accountId, newId())
  ;({ profileId } = await buildConversation(owner, account))
  messageId = await buildMessage(owner, account, profileId)
  const metric = (name: string) => buildMetric(owner, account.accountId, name)
  metrics = {
    'Received SMS': await metric('Received SMS'),
    'Placed Order': await metric('Placed Order'),
    'Viewed Product': await metric('Viewed Product'),
  }
  // A page is full of views before an order shows.
  await owner.query(
    `insert into events (id, account_id, profile_id, metric_id, at)
     select gen_random_uuid(), $1, $2, $3, '2026-05-02T00:00:00Z'::timestamptz + n * interval '1 second' from generate_series(1, 5000) n`,
    [account.accountId, profileId, metrics['Viewed Product']],
  )
  for (let day = 1; day <= 3; day++)
    await buildEvent(owner, account.accountId, {
      ...{ profile_id: profileId, metric_id: metrics['Placed Order'], value_amount: `${day}.5` },
      ...{ value_currency: 'USD', at: new Date(Date.UTC(2026, 3, day)) },
    })
  await buildEvent(owner, account.accountId, {
    ...{ profile_id: profileId, metric_id: metrics['Received SMS'], message_id: messageId },
    ...{ at: new Date(Date.UTC(2026, 3, 2, 12)), properties: { campaign: 'Spring sale' } },
  })
  await owner.query('analyze events, metrics')
})
afterAll(() => rig.close())

const page = async (more: Record<string, unknown> = {}) => {
  const { profile } = await rig.get(
    actor,
    `query ($id: ID!, $first: Int, $after: String, $metricIds: [ID!]) { profile(id: $id) {
       events(first: $first, after: $after, metricIds: $metricIds) {
         nodes { metric { name } at properties value { amount currencyCode } message { id text } }
         pageInfo { endCursor hasNextPage } } } }`,
    { id: toGlobalId('Profile', profileId), first: 10, ...more },
  )
  return (profile as { events: { nodes: Record<string, unknown>[]; pageInfo: { endCursor: string } } }).events
}
const metricIds = (...names: (keyof typeof metrics)[]) =>
  names.map((name) => toGlobalId('Metric', metrics[name]))

describe('R31: the activity of a person', () => {
  test('is listed with its details, of some metrics together, the newest first', async () => {
    const { nodes, pageInfo } = await page({ metricIds: metricIds('Received SMS', 'Placed Order') })
    const order = (day: number) => ({
      ...{ metric: { name: 'Placed Order' }, at: `2026-04-0${day}T00:00:00.000Z`, properties: {} },
      ...{ value: { amount: `${day}.5`, currencyCode: 'USD' }, message: null },
    })
    expect(nodes).toEqual([
      order(3),
      {
        ...{ metric: { name: 'Received SMS' }, at: '2026-04-02T12:00:00.000Z', value: null },
        properties: { campaign: 'Spring sale' },
        message: { id: toGlobalId('Message', messageId), text: 'On its way' },
      },
      order(2),
      order(1),
    ])
    expect(pageInfo).toMatchObject({ hasNextPage: false })
  })

  test('page by page, with a filter or without, gives every event once', async () => {
    const orders = { metricIds: metricIds('Placed Order', 'Placed Order', 'Received SMS'), first: 3 }
    const first = await page(orders)
    expect(first.pageInfo).toMatchObject({ hasNextPage: true })
    const last = await page({ ...orders, after: first.pageInfo.endCursor })
    expect([...first.nodes, ...last.nodes]).toHaveLength(4)
    const all = await page({ first: 2 })
    expect((await page({ first: 2, after: all.pageInfo.endCursor })).nodes[0]?.at).toBe(
      '2026-05-02T01:23:18.000Z',
    )
  })

  test('R3: of no metric, or another account’s, is empty', async () => {
    const theirs = await buildMetric(
      rig.world.owner,
      (await buildAccount(rig.world.owner)).accountId,
      'Theirs',
    )
    for (const asked of [[], ['mtr_x'], [toGlobalId('Metric', theirs)]])
      expect((await page({ metricIds: asked })).nodes).toEqual([])
  })

  test('of more than 50 metrics is refused by name', async () => {
    const { errors } = await rig.ask(
      actor,
      'query ($id: ID!, $many: [ID!]) { profile(id: $id) { events(metricIds: $many) { nodes { id } } } }',
      { id: toGlobalId('Profile', profileId), many: Array.from({ length: 51 }, () => 'mtr_x') },
    )
    expect(errors?.[0]?.originalError).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('metricIds'),
    })
  })

  test.each([
    ['all', EVENT_PAGES[20].text, [] as (keyof typeof metrics)[]],
    ['of two metrics', EVENT_PAGES_OF_METRICS[20].text, ['Received SMS', 'Placed Order'] as const],
    ['of the metric that most are of', EVENT_PAGES_OF_METRICS[20].text, ['Viewed Product'] as const],
  ])('reads a page of %s by index, however much the person did', async (_, text, names) => {
    const asked = names.map((name) => metrics[name])
    const values = [account.accountId, profileId, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
    const nodes = await planOf(rig.world.db, account.accountId, text, [
      ...values,
      ...(asked.length > 0 ? [`{${asked.join()}}`] : []),
    ])
    const scans = nodes.filter((node) => node['Relation Name'] === 'events')
    expect(scans.map((node) => node['Node Type'])).toEqual(['Index Scan'])
    expect(scans.map((node) => node['Rows Removed by Filter'] ?? 0)).toEqual([0])
    const read = scans.reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0)
    expect(read).toBeLessThanOrEqual(21 * Math.max(1, asked.length))
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { toGlobalId } from '../../platform/ids.ts'
import { agentOf, type BuiltAccount, buildAccount, buildUser } from '../../test/build.ts'
import { buildSource } from '../../test/build-nodes.ts'
import { startGraphqlRig } from '../../test/graphql-rig.ts'
import { attributionOf, buildReader, creditWith, send } from '../../test/marketing-rig.ts'
import { creditClicks, creditSources } from '../campaigns/source-figures.ts'

const rig = await startGraphqlRig()
const { world } = rig
const ada = '+14155550101'
let account: BuiltAccount
let profileId: string
let sale: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  profileId = await buildReader(world, account, { phone_number: ada })
  sale = await buildSource(world.owner, account.accountId, { name: 'Spring sale' })
})
afterAll(() => rig.close())

const get = async (query: string, variables?: Record<string, unknown>) =>
  rig.get(agentOf(account.accountId, await buildUser(world.owner, account.accountId)), query, variables)

test('B10: each inbound message explains its attribution', async () => {
  await send(world, account, profileId, { kind: 'CAMPAIGN', sourceId: sale })
  for (const text of ['HELP', 'Do you have it in blue?', 'Or in red?'])
    await attributionOf(world, account, ada, text)
  const { profile } = (await get(
    `query ($phone: PhoneNumber!) { profile(phoneNumber: $phone) { conversation { messages { nodes {
      kind source { name } attribution { reason source { name type } } } } } } }`,
    { phone: ada },
  )) as { profile: { conversation: { messages: { nodes: { kind: string }[] } } } }
  const campaign = { kind: 'CAMPAIGN', source: { name: 'Spring sale' }, attribution: null }
  const text = (reason: string, source: object | null = null) => ({
    kind: 'CUSTOMER',
    source: null,
    attribution: { reason, source },
  })
  expect(profile.conversation.messages.nodes.filter(({ kind }) => kind !== 'COMPLIANCE')).toEqual([
    campaign,
    text('KEYWORD'),
    text('ATTRIBUTED', { name: 'Spring sale', type: 'CAMPAIGN' }),
    text('NOT_FIRST_REPLY'),
  ])
})

describe('figures of a campaign', () => {
  const figures = 'sentCount responseCount clickCount revenue { amount currencyCode }'

  test('R34, R38: in a list and by id, with revenue by currency', async () => {
    await send(world, account, profileId, { kind: 'CAMPAIGN', sourceId: sale })
    await attributionOf(world, account, ada, 'Yes please')
    await creditWith(world, account, [
      ...creditClicks([{ sourceId: sale, profileId }]),
      ...creditSources(
        [
          ['19.90', 'USD'],
          ['0.10', 'USD'],
          ['1500', 'JPY'],
          ['5', 'EUR'],
          ['-5', 'EUR'],
        ].map(([amount = '', currencyCode = '']) => ({ sourceId: sale, revenue: { amount, currencyCode } })),
      ),
    ])
    await buildSource(world.owner, account.accountId, { name: 'Quiet', type: 'FLOW' })
    const { messageSources, node } = await get(
      `query ($id: ID!) { messageSources { nodes { name ${figures} } } node(id: $id) { ... on MessageSource { ${figures} } } }`,
      { id: toGlobalId('MessageSource', sale) },
    )
    const came = {
      sentCount: 1,
      responseCount: 1,
      clickCount: 1,
      revenue: [
        { amount: '1500', currencyCode: 'JPY' },
        { amount: '20', currencyCode: 'USD' },
      ],
    }
    const none = { sentCount: 0, responseCount: 0, clickCount: 0, revenue: [] }
    expect(node).toEqual(came)
    expect(messageSources).toEqual({
      nodes: expect.arrayContaining([
        { name: 'Spring sale', ...came },
        { name: 'Quiet', ...none },
      ]),
    })
  })

  test('R3: of another account are nobody’s to see', async () => {
    const id = toGlobalId('MessageSource', sale)
    account = await buildAccount(world.owner)
    expect(
      await get(`query ($id: ID!) { node(id: $id) { id } messageSources { nodes { id } } }`, { id }),
    ).toEqual({
      node: null,
      messageSources: { nodes: [] },
    })
  })
})

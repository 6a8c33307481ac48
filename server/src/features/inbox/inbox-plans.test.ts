import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateConversations } from '../../seed/generate-conversations.ts'
import { buildAccount, buildConversation, openWorld, type World } from '../../test/build.ts'
import { type Plan, planOf } from '../../test/plan-of.ts'
import type { ConversationStatus } from '../conversations/conversation-rules.ts'
import { THREADS, THREADS_OF_CONVERSATION } from '../messages/message.queries.ts'
import { LISTED, NEWEST, PLAIN, type PlainFilter, pageStatement, WHOLE } from './inbox-page.queries.ts'

let world: World
let accountId: string
let profileId: string
let conversationId: string

// One account that is large beside many that are not: what looks average to the planner fits neither.
beforeAll(async () => {
  world = await openWorld(2)
  const client = new pg.Client({ connectionString: world.url, options: '-c search_path=parley' })
  await client.connect()
  for (let small = 0; small < 40; small++) {
    const account = await buildAccount(world.owner)
    profileId = (await buildConversation(world.owner, account)).profileId
  }
  accountId = (await buildAccount(world.owner)).accountId
  await generateConversations(client, { accountId, conversations: 4_000, messagesPerConversation: 2 })
  const { rows } = await client.query(
    'select id, profile_id from conversations where account_id = $1 limit 1',
    [accountId],
  )
  conversationId = rows[0].id
  profileId = rows[0].profile_id
  await client.end()
})
afterAll(() => world.close())

const plan = (text: string, values: unknown[]): Promise<Plan[]> => planOf(world.db, accountId, text, values)

const scansOf = (nodes: Plan[]): Plan[] => nodes.filter((node) => large.has(node['Relation Name'] ?? ''))

const large = new Set(['conversations', 'messages', 'profiles'])
/** Rows of a page of 50 and the one that tells that more follow, of three statuses, with person and message each. */
const MOST_ROWS = 3 * 51 + 2 * 51

const statuses: ConversationStatus[] = ['OPEN', 'SNOOZED', 'CLOSED']
const subsets: ConversationStatus[][] = [
  [],
  ['OPEN'],
  ['SNOOZED'],
  ['CLOSED'],
  ['OPEN', 'SNOOZED'],
  ['OPEN', 'CLOSED'],
  ['SNOOZED', 'CLOSED'],
  statuses,
]
const filters = subsets.flatMap((set) =>
  [null, true, false].map((unread): PlainFilter => ({ statuses: set, unread })),
)

describe('pages read what they show and little more, whatever the size of the account', () => {
  test.each(
    [PLAIN, LISTED, WHOLE].flatMap((extent) =>
      filters.map((filter) => {
        const name = `${extent.name} ${filter.statuses.join('+') || 'ALL'} unread=${filter.unread}`
        return [name, extent, filter] as const
      }),
    ),
  )('%s', async (_, extent, filter) => {
    const nodes = await plan(pageStatement(extent, filter, 50).text, [accountId, NEWEST])
    const scans = scansOf(nodes)
    expect(scans.map((node) => node['Node Type'])).toEqual(scans.map(() => 'Index Scan'))
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    const read = scans.reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0)
    expect(read).toBeLessThanOrEqual(MOST_ROWS)
    const passedOver = scans.map((node) => node['Rows Removed by Filter'] ?? 0)
    expect(Math.max(...passedOver)).toBe(0)
  })

  test('R10: a thread', async () => {
    const nodes = await plan(THREADS[50].text, [accountId, profileId, NEWEST])
    expect(scansOf(nodes).map((node) => node['Index Name'])).toEqual(['messages_thread'])
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
  })

  test.each(['whole', 'plain'] as const)('R10: a %s thread, found by its conversation', async (extent) => {
    const { text } = THREADS_OF_CONVERSATION[extent][50]
    const nodes = await plan(text, [accountId, conversationId, NEWEST])
    expect(scansOf(nodes).map((node) => node['Index Name'])).toEqual([
      'conversations_pkey',
      'messages_thread',
    ])
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
  })
})

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { newId } from '../../platform/ids.ts'
import { generateConversations } from '../../seed/generate-conversations.ts'
import { buildAccount, contextOf, insert, openWorld, type World } from '../../test/build.ts'
import { fillAllWords } from '../../test/fill-all-words.ts'
import { type Plan, planOf } from '../../test/plan-of.ts'
import { glanceStatement, narrowedStatement } from './inbox-narrowed.queries.ts'
import { type Matching, matchingOf, probesOf, RESPONDERS } from './inbox-narrowing.ts'
import { LISTED, NEWEST, type PlainFilter } from './inbox-page.queries.ts'

let world: World
let accountId: string
let rare: string
let common: string

// One account that is large beside some that are not, as in inbox-plans.test.ts.
beforeAll(async () => {
  world = await openWorld(2)
  const { owner } = world
  for (let small = 0; small < 20; small++) await buildAccount(owner)
  accountId = (await buildAccount(owner)).accountId
  const client = new pg.Client({ connectionString: world.url, options: '-c search_path=parley' })
  await client.connect()
  await generateConversations(client, { accountId, conversations: 4_000, messagesPerConversation: 3 })
  const source = (name: string) =>
    insert(owner, 'message_sources', { id: newId(), account_id: accountId, type: 'CAMPAIGN', name })
  ;[rare, common] = [await source('Rare'), await source('Common')]
  await client.query(
    `update messages set attribution_source_id = case when seq % 1000 = 1 then $2::uuid else $3::uuid end
     where account_id = $1 and seq % 4 = 1`,
    [accountId, rare, common],
  )
  await client.query(`update messages set text = text || ' zebra' where account_id = $1 and seq % 900 = 5`, [
    accountId,
  ])
  await fillAllWords(world)
  // So many that reading all words of the account would cost more.
  await client.query(
    `insert into message_words (account_id, profile_id, seq, words)
     select $1, gen_random_uuid(), n, array_to_tsvector(array['w' || n, 'x' || n % 97, 'y' || n % 1009]) from generate_series(1, 100000) n`,
    [accountId],
  )
  await client.query('analyze messages, message_words, conversations, profiles')
  await client.end()
}, 60_000)
afterAll(() => world.close())

const plain: PlainFilter = { statuses: [], unread: null }
const closed: PlainFilter = { statuses: ['CLOSED', 'OPEN'], unread: false }
const large = new Set(['conversations', 'messages', 'profiles', 'message_words'])
const scansOf = (nodes: Plan[]): Plan[] => nodes.filter((node) => large.has(node['Relation Name'] ?? ''))
const rowsOf = (scans: Plan[]): number =>
  scans.reduce(
    (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    0,
  )
const literal = (value: unknown): unknown =>
  Array.isArray(value) ? `{${value.map((one) => JSON.stringify(one)).join()}}` : value
const page = (filter: PlainFilter, { people, probes }: Matching) =>
  planOf(
    world.db,
    accountId,
    narrowedStatement(LISTED, filter, 50, { people, probes }).text,
    [accountId, NEWEST, ...(people ? [people] : []), ...probes.flatMap((probe) => probe.values)].map(literal),
  )

describe('B9: a page narrowed by search or source, at any size of the account (1,000,000 conversations included)', () => {
  test.each([plain, closed])(
    'looks up the conversations of people who were found, and no others',
    async (filter) => {
      const ctx = contextOf(world.db, accountId)
      const { people, probes } = await matchingOf(
        { ...ctx, loaders: new Map(), expiry: { at: 0 } },
        {
          search: 'zebra',
          sourceIds: null,
        },
      )
      expect(probes).toEqual([])
      expect(people?.length).toBeGreaterThan(5)
      const scans = scansOf(await page(filter, { people, probes }))
      expect(scans.map((node) => node['Node Type'])).toEqual(scans.map(() => 'Index Scan'))
      expect(rowsOf(scans)).toBeLessThanOrEqual(3 * (people?.length ?? 0))
    },
  )

  test.each([
    ['what was searched for', () => probesOf({ search: 'order', sourceIds: null })],
    ['sources', () => probesOf({ search: null, sourceIds: [common] })],
  ])('walks down the list where most match, looking at each for %s', async (_, probes) => {
    const nodes = await page(plain, { people: null, probes: probes() })
    const scans = scansOf(nodes)
    expect(scans.map((node) => node['Node Type'])).not.toContain('Seq Scan')
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    // Some ten texts and a person for each conversation that it comes by, in six lists that it merges. The account has
    // ten times as many.
    expect(rowsOf(scans)).toBeLessThan(10_000)
  })

  test.each([
    ['a common word', 'order', 51 * 25],
    ['a rare one', 'zebra', 600 * 8],
  ])('looks at the top of the list first, and at no more than that, for %s', async (_, search, most) => {
    const probes = probesOf({ search, sourceIds: null })
    const nodes = await planOf(world.db, accountId, glanceStatement(LISTED, plain, 50, probes).text, [
      ...[accountId, NEWEST],
      ...probes.flatMap((probe) => probe.values),
    ])
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    expect(rowsOf(scansOf(nodes))).toBeLessThan(most)
  })

  test('gives the same conversations whichever way they are found', async () => {
    const ctx = { ...contextOf(world.db, accountId), loaders: new Map(), expiry: { at: 0 } }
    for (const narrowing of [
      { search: 'zebra', sourceIds: null },
      { search: null, sourceIds: [rare] },
      { search: 'customer 40', sourceIds: null },
      { search: 'zebra', sourceIds: [common, rare] },
    ])
      for (const filter of [plain, closed]) {
        const read = async (matching: Matching) => {
          const { people, probes } = matching
          const values = [...(people ? [people] : []), ...probes.flatMap((probe) => probe.values)]
          const statement = narrowedStatement(LISTED, filter, 50, matching)
          const rows = await readInAccount<unknown[]>(world.db.pool, accountId, statement, [
            ...[accountId, NEWEST, ...values],
          ])
          return rows.map(([id]) => id)
        }
        const found = await read(await matchingOf(ctx, narrowing))
        const walked = await read({ people: null, probes: probesOf(narrowing) })
        expect(found).toEqual(walked)
        if (filter === plain) expect(found.length).toBeGreaterThan(0)
      }
  })

  test('R37: finds who responded to a source by an index of responses alone', async () => {
    const nodes = await planOf(world.db, accountId, RESPONDERS.text, [accountId, `{${rare}}`, 50_001])
    const scans = scansOf(nodes)
    expect(scans.map((node) => node['Index Name'])).toEqual(['messages_attributed'])
    expect(rowsOf(scans)).toBeLessThan(20)
  })
})

test.each([
  ['search_messages', `select search_messages($1::tsquery, 100, false)`, `'zebra'`, 'message_words_search'],
  ['search_profiles', `select search_profiles($1::text[], 100, false)`, '{%5551000123%}', 'profiles_search'],
])('B9: %s reads by its index alone, in spite of row-level security', async (_, text, value, index) => {
  const used = async () =>
    (
      await world.owner.query(`select idx_scan::int as n from pg_stat_user_indexes where indexrelname = $1`, [
        index,
      ])
    ).rows[0].n
  const sequential = async () =>
    (
      await world.owner.query(
        `select sum(seq_tup_read)::int as n from pg_stat_user_tables where relname in ('profiles', 'message_words')`,
      )
    ).rows[0].n
  const client = await world.db.pool.connect()
  try {
    const flush = () => client.query('select pg_stat_force_next_flush()')
    await flush()
    const [usedBefore, readBefore] = [await used(), await sequential()]
    await client.query('begin')
    await client.query(`select set_config('parley.account_id', $1, true)`, [accountId])
    const { rows } = await client.query(text, [value])
    expect(Object.values(rows[0])[0]).not.toEqual([])
    await client.query('commit')
    await flush()
    expect(await used()).toBe(usedBefore + 1)
    expect(await sequential()).toBe(readBefore)
  } finally {
    client.release()
  }
})

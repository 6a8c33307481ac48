import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInAccount } from '../../platform/db/scoped-query.ts'
import { buildAccount, openWorld, type World } from '../../test/build.ts'
import { type Plan, planOf } from '../../test/plan-of.ts'
import { profilePageStatement } from './profile-page.queries.ts'

let world: World
let accountId: string

beforeAll(async () => {
  world = await openWorld(2)
  for (let small = 0; small < 20; small++) await buildAccount(world.owner)
  accountId = (await buildAccount(world.owner)).accountId
  const client = new pg.Client({ connectionString: world.url, options: '-c search_path=parley' })
  await client.connect()
  await client.query(
    `insert into profiles (id, account_id, phone_number, name, email, created_at, blocked_at)
     select gen_random_uuid(), $1, '+1' || (4150000000 + n), 'First' || n % 300 || ' Last' || n % 7001,
       case when n % 3 = 0 then 'mail' || n || '@example.com' end, now() - n * interval '1 second',
       case when n % 500 = 0 then now() - n * interval '1 minute' end
     from generate_series(1, 100000) n`,
    [accountId],
  )
  await client.query('vacuum analyze profiles')
  await client.end()
}, 120_000)
afterAll(() => world.close())

const NEWEST = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
const scansOf = (nodes: Plan[]): Plan[] => nodes.filter((node) => node['Relation Name'] === 'profiles')
const plan = (text: string, ...more: string[]) =>
  planOf(world.db, accountId, text, [accountId, ...NEWEST, ...more])
const read = (nodes: Plan[]): number =>
  nodes.reduce(
    (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    0,
  )
const find = async (patterns: string[]): Promise<string[] | null> => {
  const statement = { name: 'plans_find', text: 'select search_profiles($1, 10000, false) as people' }
  const [row] = await readInAccount<{ people: string[] | null }>(world.db.pool, accountId, statement, [
    patterns,
  ])
  return row?.people ?? null
}

describe('B9: a page of 100,000 profiles', () => {
  test.each([
    ['all', null, 'profiles_newest'],
    ['those not blocked', false, 'profiles_newest'],
    ['blocked ones', true, 'profiles_blocked'],
  ])('of %s is read in order by its index', async (_, blocked, index) => {
    const nodes = await plan(profilePageStatement({ search: null, blocked }, 50, 'all').text)
    const scans = scansOf(nodes)
    expect(scans.map((node) => node['Index Name'])).toEqual([index])
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    expect(read(scans)).toBeLessThanOrEqual(60)
  })

  test('of those found by a search reads them alone', async () => {
    const people = await find(['%first77 %', '%last77%'])
    expect(people?.length).toBeGreaterThan(0)
    const nodes = await plan(
      profilePageStatement({ search: 'x', blocked: null }, 50, 'people').text,
      `{${people?.join()}}`,
    )
    const scans = scansOf(nodes)
    expect(scans.map((node) => node['Node Type'])).toEqual(['Index Scan'])
    expect(read(scans)).toBe(people?.length)
  })

  test('of more than can be sorted walks down the list to those that match', async () => {
    expect(await find(['%first%'])).toBeNull()
    const nodes = await plan(
      profilePageStatement({ search: 'x', blocked: null }, 50, 'patterns').text,
      '{%first%}',
    )
    expect(scansOf(nodes).map((node) => node['Index Name'])).toEqual(['profiles_newest'])
    expect(read(scansOf(nodes))).toBe(51)
  })

  test('is found by any part: the index gives what looking at each would', async () => {
    for (const patterns of [
      ['%4150012345%'],
      ['%mail99%'],
      ['% l%', '%st123%'],
      ['% nobody%'],
      ['%0099999%'],
    ]) {
      const { rows } = await world.owner.query(
        `select id from profiles where account_id = $1 and profile_search_text(name, email, phone_number) like all ($2)`,
        [accountId, patterns],
      )
      expect(new Set(await find(patterns))).toEqual(new Set(rows.map((row) => row.id)))
    }
  })
})

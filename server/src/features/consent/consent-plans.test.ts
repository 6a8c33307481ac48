import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { buildAccount, openWorld, type World } from '../../test/build.ts'
import { STANDINGS } from '../ingestion/actions/record-consents.ts'
import { HISTORY, OF_NUMBER } from './consent.queries.ts'
import { LINES } from './export-ledger.ts'

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

const PEOPLE = 20_000
const LINES_EACH = 3
const number = (index: number): string => `+1415${String(index).padStart(7, '0')}`

let world: World
let accountId: string
let profileIds: string[]
// One account that is large beside many that are not: what looks average to the planner fits neither.
beforeAll(async () => {
  world = await openWorld(2)
  for (let small = 0; small < 20; small++) await fill((await buildAccount(world.owner)).accountId, 3)
  accountId = (await buildAccount(world.owner)).accountId
  profileIds = await fill(accountId, PEOPLE)
  await world.owner.query('analyze')
}, 60_000)
afterAll(() => world.close())

/** People with a few lines of the ledger each. Gives their row ids. */
const fill = async (account: string, people: number): Promise<string[]> => {
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into profiles (id, account_id, phone_number, consent, consent_since)
     select gen_random_uuid(), $1, '+1415' || lpad(n::text, 7, '0'), 'SUBSCRIBED', now()
     from generate_series(0, $2::int - 1) n returning id`,
    [account, people],
  )
  await world.owner.query(
    `insert into consent_changes (id, account_id, profile_id, phone_hash, at, from_state, to_state, method)
     select gen_random_uuid(), $1, p.id, consent_phone_hash_in($1, p.phone_number), now() - n * interval '1 day',
       'NEVER_SUBSCRIBED', 'SUBSCRIBED', 'IMPORT'
     from profiles p, generate_series(1, ${LINES_EACH}) n where p.account_id = $1`,
    [account],
  )
  return rows.map(({ id }) => id)
}

const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]

/** The plan as a request gets it: on one of its connections, inside the account. */
const planOf = async (text: string, values: string[]): Promise<Plan[]> => {
  const client = await world.db.pool.connect()
  const name = `plan_${newId().replaceAll('-', '')}`
  try {
    await client.query('begin')
    await client.query(`select set_config('parley.account_id', $1, true)`, [accountId])
    await client.query(`prepare ${name} as ${text}`)
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, timing off, format json) execute ${name} (${values.map(pg.escapeLiteral).join(', ')})`,
    )
    return flat(
      rows[0]?.['QUERY PLAN'][0].Plan ?? { 'Node Type': 'none', 'Actual Rows': 0, 'Actual Loops': 0 },
    )
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const scans = (nodes: Plan[], table: string): Plan[] =>
  nodes.filter((node) => node['Relation Name'] === table)
const readRows = (nodes: Plan[]): number =>
  nodes.reduce(
    (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    0,
  )
const neverId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

describe('R18: the ledger of one person is read by index alone, in an account of any size (1,000,000 people: the same plan)', () => {
  test.each<[string, string, () => string[], string]>([
    [
      'a page of a number’s',
      OF_NUMBER[50].text,
      () => [accountId, number(77), 'infinity', neverId],
      'consent_changes_number',
    ],
    [
      'a part of an export',
      LINES.text,
      () => [accountId, number(77), '-infinity', '00000000-0000-0000-0000-000000000000'],
      'consent_changes_number',
    ],
    [
      'a profile’s history',
      HISTORY.text,
      () => [accountId, `{${profileIds[77]}}`],
      'consent_changes_profile',
    ],
  ])('%s', async (_, text, values, index) => {
    const plan = await planOf(text, values())
    const ledger = scans(plan, 'consent_changes')
    expect(ledger.map((node) => node['Index Name'])).toEqual([index])
    expect(readRows(ledger)).toBe(LINES_EACH)
    expect(plan.some((node) => node['Node Type'] === 'Sort')).toBe(false)
  })

  test('R41: how the consents of 500 people stand, with the last line of each', async () => {
    const plan = await planOf(STANDINGS, [`{${profileIds.slice(0, 500).join()}}`])
    const ledger = scans(plan, 'consent_changes')
    expect(ledger.map((node) => node['Index Name'])).toEqual(['consent_changes_profile'])
    expect(readRows(ledger)).toBe(500)
    expect(readRows(scans(plan, 'profiles'))).toBe(500)
  })
})

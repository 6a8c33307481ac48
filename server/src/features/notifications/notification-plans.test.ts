import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildAccount, openWorld, type World } from '../../test/build.ts'
import { FAILURES } from './email-failures.queries.ts'
import { ABANDONED, CLAIM, TRIM } from './notification-statements.ts'

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

let world: World
let accountId: string

// What a month leaves behind in a busy account: nearly all sent, some failed, a few due.
beforeAll(async () => {
  world = await openWorld(2)
  for (let small = 0; small < 20; small++) await fill((await buildAccount(world.owner)).accountId, 50)
  accountId = (await buildAccount(world.owner)).accountId
  await fill(accountId, 20_000)
  await world.owner.query('analyze email_notifications')
})
afterAll(() => world.close())

const fill = (account: string, mails: number) =>
  world.owner.query(
    `insert into email_notifications (id, account_id, message_id, address, status, next_attempt_at, handed_over_at, settled_at)
     select gen_random_uuid(), $1, gen_random_uuid(), 'robin@acme.example', status, now() - n * interval '1 minute',
       case when status = 'HANDED_OVER' then now() - n * interval '1 minute' end,
       case when status in ('SENT', 'FAILED') then now() - n * interval '2 minutes' end
     from generate_series(1, $2::int) n cross join lateral (select case when n % 50 = 1 then 'QUEUED' when n % 50 = 2 then 'FAILED'
       when n % 1000 = 3 then 'HANDED_OVER' else 'SENT' end as status) s`,
    [account, mails],
  )

const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]

const planOf = async (text: string, role: 'parley_app' | 'parley_system', values: string[] = []) => {
  const client = await world.db.pool.connect()
  try {
    await client.query(`begin; set local role ${role}`)
    await client.query(`select set_config('parley.account_id', $1, true)`, [accountId])
    await client.query(`prepare explained as ${text}`)
    const given = values.length > 0 ? `('${values.join("', '")}')` : ''
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, timing off, format json) execute explained ${given}`,
    )
    const [explained] = rows
    if (!explained) throw new Error('no plan came back')
    return flat(explained['QUERY PLAN'][0].Plan)
  } finally {
    await client.query('rollback; deallocate all')
    client.release()
  }
}

/** Rows that were looked at in the table, passed over ones too. */
const looked = (plan: Plan[]): number =>
  plan
    .filter((node) => node['Relation Name'] === 'email_notifications' && node['Node Type'] !== 'ModifyTable')
    .reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    )

// For 1,000,000 conversations and 30 days of mails the plans are these: each goes down one partial index to its rows.
describe('reads what it takes and no more, however many mails there were', () => {
  test.each([
    ['what is due', CLAIM, 'email_notifications_due', 30],
    ['what was left in the middle', ABANDONED, 'email_notifications_handed_over', 60],
    ['what is to be forgotten', TRIM, 'email_notifications_settled', 30],
  ] as const)('%s', async (_, text, index, most) => {
    const plan = await planOf(text, 'parley_system')
    expect(plan.map((node) => node['Index Name'])).toContain(index)
    expect(plan.map((node) => node['Node Type'])).not.toContain('Sort')
    expect(looked(plan)).toBeLessThanOrEqual(most)
  })

  test('what was given up, for the settings', async () => {
    const plan = await planOf(FAILURES.text, 'parley_app', [accountId])
    expect(plan.map((node) => node['Index Name'])).toContain('email_notifications_failures')
    expect(plan.map((node) => node['Node Type'])).not.toContain('Sort')
    expect(looked(plan)).toBe(20)
  })
})

import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { batchTransaction } from '../platform/db/batch-transaction.ts'
import { type BuiltAccount, buildAccount, buildConversation, openWorld, type World } from '../test/build.ts'

let world: World
let one: BuiltAccount
let other: BuiltAccount
beforeAll(async () => {
  world = await openWorld(1)
  one = await buildAccount(world.owner)
  other = await buildAccount(world.owner)
})
afterAll(() => world.close())

const statuses = ['open', 'snoozed', 'closed'] as const
const columns = statuses.flatMap((status) => [`${status}_read`, `${status}_unread`])

const kept = async (): Promise<unknown> =>
  (await world.owner.query(`select account_id, ${columns.join(', ')} from account_heads order by account_id`))
    .rows

const counted = async (): Promise<unknown> => {
  const counts = statuses.flatMap((status) => [
    `(count(c) filter (where c.status = '${status.toUpperCase()}' and not c.is_unread))::int as ${status}_read`,
    `(count(c) filter (where c.status = '${status.toUpperCase()}' and c.is_unread))::int as ${status}_unread`,
  ])
  const { rows } = await world.owner.query(
    `select h.account_id, ${counts.join(', ')} from account_heads h left join conversations c using (account_id)
     group by h.account_id order by h.account_id`,
  )
  return rows
}

const status = fc.constantFrom('OPEN', 'SNOOZED', 'CLOSED')
const step = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), status, isUnread: fc.boolean(), isOther: fc.boolean() }),
  fc.record({
    kind: fc.constant('update' as const),
    status,
    isUnread: fc.boolean(),
    modulo: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constant('update in one account' as const),
    status,
    isUnread: fc.boolean(),
    modulo: fc.integer({ min: 1, max: 4 }),
    isOther: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('delete' as const), modulo: fc.integer({ min: 2, max: 5 }) }),
  fc.record({ kind: fc.constant('rollback' as const), isUnread: fc.boolean() }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const take = async (step: Step): Promise<void> => {
  if (step.kind === 'insert') {
    const snoozed_until = step.status === 'SNOOZED' ? new Date(Date.now() + 60_000) : null
    const row = { status: step.status, is_unread: step.isUnread, snoozed_until }
    await buildConversation(world.owner, step.isOther ? other : one, row)
  }
  const some = `activity_seq % $1 = 0`
  const update = `update conversations set status = $2, is_unread = $3,
    snoozed_until = case when $2 = 'SNOOZED' then now() + interval '1 hour' end where ${some}`
  // One statement over rows of both accounts.
  if (step.kind === 'update') await world.owner.query(update, [step.modulo, step.status, step.isUnread])
  // As the product writes: its role sees the rows of the account that it entered.
  if (step.kind === 'update in one account') {
    const { accountId } = step.isOther ? other : one
    const move = { name: 'counters_update', text: update, values: [step.modulo, step.status, step.isUnread] }
    await batchTransaction(world.db, accountId, [], () => ({ statements: [move], result: null }))
  }
  if (step.kind === 'delete')
    await world.owner.query(`delete from conversations where ${some}`, [step.modulo])
  if (step.kind === 'rollback')
    await expect(
      world.owner.query(
        `with changed as (update conversations set is_unread = $1 returning 1) select 1 / 0 from changed
        union all select 1 / (select count(*) * 0 from changed)::int`,
        [step.isUnread],
      ),
    ).rejects.toThrow('division by zero')
}

test('R36: counters are what a recount gives, after any sequence of statements', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      for (const step of steps) {
        await take(step)
        expect(await kept()).toEqual(await counted())
      }
    }),
    { numRuns: 25 },
  )
})

test('R36: emptied by one statement, the counters are zero', async () => {
  await buildConversation(world.owner, one, { is_unread: true })
  await buildConversation(world.owner, other)
  await world.owner.query('delete from conversations')
  for (const head of (await kept()) as Record<string, unknown>[])
    expect(columns.map((column) => head[column])).toEqual([0, 0, 0, 0, 0, 0])
})

import { afterAll, expect, test } from 'vitest'
import { buildAccount, openWorld } from '../../test/build.ts'
import { inboundParams, startWebhooks } from '../../test/webhook-rig.ts'

const world = await openWorld()
const rig = await startWebhooks(world.db)
afterAll(async () => {
  await rig.close()
  await world.close()
})

test('R12, R36: 1,000 texts of 50 people at 50 connections stand once each, in order, and the counters are right', async () => {
  const { accountId, number } = await buildAccount(world.owner)
  const people = Array.from({ length: 50 }, (_, index) => `+1415555${String(2_000 + index)}`)
  const talk = async (from: string): Promise<void> => {
    for (let n = 1; n <= 20; n++) {
      const params = inboundParams(number, from, `${n}`)
      expect((await rig.call(params)).status).toBe(200)
      // Every tenth comes twice, as after an answer that was lost.
      if (n % 10 === 0) expect((await rig.call(params)).status).toBe(200)
    }
  }
  await Promise.all(people.map(talk))

  const inOrder = Array.from({ length: 20 }, (_, index) => `${index + 1}`)
  const threads = await world.owner.query<{ texts: string[] }>(
    'select array_agg(text order by seq) as texts from messages where account_id = $1 group by profile_id',
    [accountId],
  )
  expect(threads.rows.map((row) => row.texts)).toEqual(people.map(() => inOrder))
  const head = await world.owner.query(
    `select h.seq::int, open_unread, (select count(*)::int from change_log l where l.account_id = h.account_id) as entries,
       (select count(*)::int from carrier_journal j where j.account_id = h.account_id) as journaled,
       (select count(distinct seq)::int from messages m where m.account_id = h.account_id) as seqs
     from account_heads h where account_id = $1`,
    [accountId],
  )
  expect(head.rows).toEqual([{ seq: 1_000, open_unread: 50, entries: 1_000, journaled: 1_100, seqs: 1_000 }])
})

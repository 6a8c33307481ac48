import { afterAll, expect, test } from 'vitest'
import {
  buildAccount,
  buildConversation,
  buildMessage,
  nextSeq,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { planOf, rowsRead } from '../../../test/plan-of.ts'
import { QUEUED, sendJobs } from './send-jobs.ts'

const world: World = await openWorld(2)
afterAll(() => world.close())

test('R41: a campaign that waits makes no jobs, and is not gone through for those of replies', async () => {
  const account = await buildAccount(world.owner)
  const { profileId } = await buildConversation(world.owner, account)
  const reply = await buildMessage(world.owner, account, profileId)
  const from = await nextSeq(world.owner, account.accountId)
  const fill = (status: string, place: number, paced: string) =>
    world.owner.query<{ id: string }>(
      `insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id, paced_at)
       select gen_random_uuid(), $1, gen_random_uuid(), $2::bigint + n, 'OUTBOUND', 'CAMPAIGN', 'x', 'GSM7', 1, '${status}', $3, ${paced}
       from generate_series(1, 3000) n returning id`,
      [account.accountId, from + place, account.senderId],
    )
  await fill('SENT', 0, 'null')
  // While the planner knows of little that is queued.
  await world.owner.query('analyze messages')
  const { rows } = await fill('QUEUED', 3_000, 'now()')
  const ids = [reply, ...rows.slice(0, 499).map(({ id }) => id)]
  const entries = ids.map((messageId, index) => ({
    seq: index + 1,
    kind: 'MESSAGE_CREATED' as const,
    messageId,
    conversationId: null,
    profileId: null,
  }))
  const jobs = await sendJobs(world.db, account.accountId, entries)
  expect(jobs.map(({ data }) => data)).toEqual([{ accountId: account.accountId, profileId }])
  const nodes = await planOf(world, account, QUEUED.text, [account.accountId, `{${ids.join()}}`])
  expect(rowsRead(nodes)).toBeLessThanOrEqual(ids.length)
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildMessage,
  buildProfile,
  nextSeq,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { awake } from '../../../test/daytime.ts'
import { planOf, rowsRead } from '../../../test/plan-of.ts'
import { AT_ONCE, DUE } from './paced-message.ts'
import { DUE_SENDERS } from './pacer.ts'

const world: World = await openWorld(10)
beforeEach(async () => {
  await world.owner.query('delete from messages')
})
afterAll(async () => {
  await world.close()
})

const queue = async (built: BuiltAccount, text: string, due = new Date()): Promise<string> => {
  const profileId = await buildProfile(world.owner, built.accountId, awake())
  return buildMessage(world.owner, built, profileId, {
    kind: 'CAMPAIGN',
    text,
    next_attempt_at: null,
    paced_at: due,
  })
}

describe('what it reads is little, whatever waits: with a million messages of a sender as with 3,000', () => {
  let large: BuiltAccount
  beforeEach(async () => {
    for (let small = 0; small < 20; small++) {
      const one = await buildAccount(world.owner)
      await queue(one, 'small', new Date(Date.now() + 3_600_000))
    }
    large = await buildAccount(world.owner)
    const from = await nextSeq(world.owner, large.accountId)
    await world.owner.query(
      `insert into profiles (id, account_id, phone_number)
       select gen_random_uuid(), $1, '+1' || (4155550000 + n) from generate_series(1, 3000) n`,
      [large.accountId],
    )
    await world.owner.query(
      `insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id, paced_at)
       select gen_random_uuid(), $1, id, $2::bigint + n, 'OUTBOUND', 'CAMPAIGN', 'x', 'GSM7', 1, 'QUEUED', $3, now() - n * interval '1 second'
       from (select id, row_number() over () as n from profiles where account_id = $1) person`,
      [large.accountId, from, large.senderId],
    )
    await world.owner.query(
      `insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status, sender_id)
       select gen_random_uuid(), $1, p.id, $2::bigint + 10000 + row_number() over (), 'OUTBOUND', 'REPLY', 'x', 'GSM7', 1, 'DELIVERED', $3
       from profiles p, generate_series(1, 4) where account_id = $1`,
      [large.accountId, from, large.senderId],
    )
    await world.owner.query('analyze messages, profiles')
  })

  test('for its senders: a step in the index for each', async () => {
    const nodes = await planOf(world, 'SYSTEM', DUE_SENDERS, [])
    const scans = nodes.filter((node) => node['Relation Name'] === 'messages')
    expect(new Set(scans.map((node) => node['Index Name']))).toEqual(new Set(['messages_paced']))
    expect(rowsRead(nodes)).toBeLessThan(200)
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
  })

  test('for the messages that are due: fifty by index, in order', async () => {
    const nodes = await planOf(world, large, DUE, [large.senderId])
    expect(nodes.map((node) => node['Index Name'])).toContain('messages_paced')
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    // Each with its person, conversation, sender and what else is queued for the person.
    expect(rowsRead(nodes)).toBeLessThanOrEqual(6 * AT_ONCE)
  })
})

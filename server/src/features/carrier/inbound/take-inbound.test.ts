import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildAccount, contextOf, openWorld, silent, type World } from '../../../test/build.ts'
import { inboundCall } from '../../../test/inbound-call.ts'
import { nobodyHears, ownCommits } from '../../../test/own-commits.ts'
import { closeConversations } from '../../conversations/actions/close-conversations.ts'
import { createInboundTaker } from './take-inbound.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(4)
  await world.owner.query(`
    create function poison() returns trigger language plpgsql as $$
    begin raise exception 'cannot digest' using errcode = '22023'; end $$;
    create trigger poison before insert on messages for each row when (new.text like '%POISON%') execute function poison()`)
})
afterAll(() => world.close())

test('R12: a person’s texts keep their order over many overlapping batches, also where some of them fail', async () => {
  const { accountId, number } = await buildAccount(world.owner)
  const taker = createInboundTaker(world.db, silent, ownCommits(world.db), nobodyHears)
  const from = '+14155550101'
  const texts = Array.from({ length: 300 }, (_, n) => (n % 40 === 17 ? `POISON ${n}` : `${n}`))
  const taken: Promise<string>[] = []
  for (const text of texts) {
    taken.push(taker.take(inboundCall(number, from, text)))
    // A round trip now and then, so that batches start while others are anywhere on their way.
    if (taken.length % 7 === 0) await world.owner.query('select 1')
  }
  const outcomes = await Promise.all(taken)
  expect(outcomes).toEqual(texts.map((text) => (text.startsWith('POISON') ? 'SET_ASIDE' : 'DONE')))
  const { rows } = await world.owner.query<{ text: string }>(
    'select text from messages where account_id = $1 order by seq',
    [accountId],
  )
  expect(rows.map((row) => row.text)).toEqual(texts.filter((text) => !text.startsWith('POISON')))
  await taker.close()
})

test('R12, R15: texts that others overtake are decided on again: a STOP counts once, and nothing is lost', async () => {
  const { accountId, number } = await buildAccount(world.owner)
  const taker = createInboundTaker(world.db, silent, ownCommits(world.db), nobodyHears)
  const ctx = contextOf(world.db, accountId)
  const people = ['+14155550201', '+14155550202', '+14155550203'] as const
  const texts = Array.from({ length: 240 }, (_, n) => ({
    from: people[n % 3] ?? people[0],
    text: n % 24 === 6 ? 'START' : n % 24 === 18 ? 'STOP' : `${n}`,
  }))
  const taken: Promise<string>[] = []
  for (const { from, text } of texts) {
    taken.push(taker.take(inboundCall(number, from, text)))
    if (taken.length % 5 > 0) continue
    // Somebody else writes in the account, so that what was read ahead is of no more use.
    const { rows } = await world.owner.query<{ id: string }>(
      'select id from conversations where account_id = $1',
      [accountId],
    )
    await closeConversations(
      ctx,
      rows.map((row) => row.id),
    )
  }
  expect(new Set(await Promise.all(taken))).toEqual(new Set(['DONE']))
  const { rows: inbound } = await world.owner.query<{ from: string; text: string }>(
    `select p.phone_number as from, m.text from messages m join profiles p on p.id = m.profile_id
     where m.account_id = $1 and direction = 'INBOUND' order by m.seq`,
    [accountId],
  )
  for (const person of people)
    expect(inbound.filter((row) => row.from === person)).toEqual(texts.filter((row) => row.from === person))
  const { rows: ledger } = await world.owner.query(
    'select from_state, to_state from consent_changes where account_id = $1 order by at, id',
    [accountId],
  )
  expect(ledger).toHaveLength(20)
  expect(ledger.filter((row) => row.from_state === row.to_state)).toEqual([])
  await taker.close()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../platform/ids.ts'
import { buildAccount, openWorld, silent, type World } from '../../../test/build.ts'
import { inboundParams } from '../../../test/webhook-rig.ts'
import { inboundCallOf } from './inbound-call.ts'
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

const inboundCall = (to: string, from: string, text: string) => {
  const params = inboundParams(to, from, text)
  return inboundCallOf({
    id: newId(),
    kind: 'INBOUND',
    carrierMessageId: params.MessageUUID ?? '',
    messageId: null,
    raw: new URLSearchParams(params).toString(),
    path: '/webhooks/plivo/inbound',
    receivedAt: new Date(),
  })
}

test('R12: a person’s texts keep their order over many overlapping batches, also where some of them fail', async () => {
  const { accountId, number } = await buildAccount(world.owner)
  const taker = createInboundTaker(world.db, silent)
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
  await taker.idle()
})

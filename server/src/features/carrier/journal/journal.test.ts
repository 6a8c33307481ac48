import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/ids.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildSender,
  openWorld,
  silent,
  type World,
} from '../../../test/build.ts'
import { inboundParams, startWebhooks, type WebhookRig } from '../../../test/webhook-rig.ts'
import { settleInbound } from '../inbound/settle-inbound.ts'
import { drainJournal } from './drain-journal.ts'
import type { JournalEntry } from './journal-statements.ts'

let world: World
let rig: WebhookRig
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld()
  rig = await startWebhooks(world.db)
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
  await world.owner.query('delete from carrier_journal')
})
afterEach(() => world.owner.query('drop trigger if exists poison on messages'))
afterAll(async () => {
  await rig.close()
  await world.close()
})

/** From now on the database fails at texts with POISON in them. */
const poison = async (errcode: string): Promise<void> => {
  await world.owner.query(`
    create or replace function poison() returns trigger language plpgsql as $$
    begin raise exception 'cannot digest' using errcode = '${errcode}'; end $$;
    create trigger poison before insert on messages for each row when (new.text like '%POISON%') execute function poison()`)
}
const ada = '+14155550101'
const bob = '+14155550102'
const send = (from: string, text: string, to = account.number) => rig.call(inboundParams(to, from, text))
const thread = async (from: string): Promise<string[]> => {
  const { rows } = await world.owner.query<{ text: string }>(
    `select text from messages m join profiles p on p.id = m.profile_id
     where m.account_id = $1 and p.phone_number = $2 order by m.seq`,
    [account.accountId, from],
  )
  return rows.map((row) => row.text)
}
const journal = async (): Promise<
  (JournalEntry & { outcome: string; error: string | null; settled: boolean })[]
> =>
  (
    await world.owner.query(`
      select id, kind, carrier_message_id as "carrierMessageId", message_id as "messageId", raw, path,
        received_at as "receivedAt", outcome, error, settled_at is not null as settled
      from carrier_journal order by received_at, id`)
  ).rows
const outcomes = async () => (await journal()).map((entry) => entry.outcome)
const entry = (from: string, text: string, receivedAt: Date): Record<string, unknown> => {
  const params = inboundParams(account.number, from, text)
  return {
    id: newId(),
    kind: 'INBOUND',
    carrier_message_id: params.MessageUUID,
    raw: new URLSearchParams(params).toString(),
    path: '/webhooks/plivo/inbound',
    received_at: receivedAt,
  }
}
const insertPending = async (rows: Record<string, unknown>[]): Promise<void> => {
  await world.owner.query(
    `insert into carrier_journal (id, account_id, kind, carrier_message_id, raw, path, received_at)
     select id, $1, kind, carrier_message_id, raw, path, received_at from json_to_recordset($2) as
       j(id uuid, kind text, carrier_message_id text, raw text, path text, received_at timestamptz)`,
    [account.accountId, JSON.stringify(rows)],
  )
}

describe('R43: the journal', () => {
  test('sets aside what fails by itself, with its error, without hurting what came with it', async () => {
    await poison('22023')
    const texts = ['1', 'POISON', '3']
    const answers = await Promise.all([
      ...texts.map((text) => send(ada, text)),
      ...texts.slice(2).map((text) => send(bob, text)),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    expect(await thread(ada)).toEqual(['1', '3'])
    expect(await thread(bob)).toEqual(['3'])
    const aside = (await journal()).filter((one) => one.outcome === 'SET_ASIDE')
    expect(aside).toMatchObject([{ error: 'cannot digest', settled: true }])
    expect((await outcomes()).filter((outcome) => outcome === 'DONE')).toHaveLength(3)

    await world.owner.query('drop trigger poison on messages')
    expect(await settleInbound(world.db, silent, aside)).toEqual(['DONE'])
    expect(await thread(ada)).toEqual(['1', '3', 'POISON'])
    expect(await settleInbound(world.db, silent, aside)).toEqual(['DUPLICATE'])
    expect((await journal()).every((one) => one.outcome === 'DONE' && one.error === null)).toBe(true)
  })

  test('keeps pending what the database had trouble with, and the same person’s behind it, in order', async () => {
    await poison('55P03')
    await insertPending([
      entry(ada, '1', new Date('2026-11-23T10:00:00.001Z')),
      entry(ada, '2 POISON', new Date('2026-11-23T10:00:00.002Z')),
      entry(bob, '1', new Date('2026-11-23T10:00:00.003Z')),
      entry(ada, '3', new Date('2026-11-23T10:00:00.004Z')),
    ])
    await drainJournal(world.db, silent, new Date())
    expect(await outcomes()).toEqual(['DONE', 'PENDING', 'DONE', 'PENDING'])
    await world.owner.query('drop trigger poison on messages')
    expect(await drainJournal(world.db, silent, new Date())).toBe(2)
    expect(await thread(ada)).toEqual(['1', '2 POISON', '3'])
    expect(await drainJournal(world.db, silent, new Date())).toBe(0)
  })

  test('R44: what a crash left pending is taken once, in the order of arrival, and no sooner than told', async () => {
    const times = [1, 2, 3].map((n) => new Date(`2026-11-23T10:00:0${n}.123Z`))
    await insertPending(times.map((at, n) => entry(ada, `${n}`, at)).toReversed())
    expect(await drainJournal(world.db, silent, new Date('2026-11-23T10:00:03.000Z'))).toBe(2)
    expect(await thread(ada)).toEqual(['0', '1'])
    await Promise.all([1, 2].map(() => drainJournal(world.db, silent, new Date())))
    expect(await thread(ada)).toEqual(['0', '1', '2'])
    const { rows } = await world.owner.query(
      'select created_at from messages where account_id = $1 order by seq',
      [account.accountId],
    )
    expect(rows.map((row) => row.created_at)).toEqual(times)
  })

  test('keeps a text to a number that no account has, which is taken once one has it', async () => {
    const number = '+16505550000'
    expect((await send(ada, 'Anybody?', number)).status).toBe(200)
    const [unrouted] = await journal()
    expect(unrouted).toMatchObject({ outcome: 'UNROUTED' })
    expect(await settleInbound(world.db, silent, unrouted ? [unrouted] : [])).toEqual(['UNROUTED'])
    await buildSender(world.owner, account.accountId, number)
    expect(await settleInbound(world.db, silent, unrouted ? [unrouted] : [])).toEqual(['DONE'])
    expect(await thread(ada)).toEqual(['Anybody?'])
    expect(await outcomes()).toEqual(['DONE'])
  })

  test('keeps a callback about a message that nobody knows', async () => {
    const params = { MessageUUID: newId(), Status: 'delivered', From: '1', To: '2' }
    expect((await rig.call(params, { path: '/webhooks/plivo/status' })).status).toBe(200)
    expect((await rig.call(params, { path: `/webhooks/plivo/status/${newId()}/${newId()}/1` })).status).toBe(
      200,
    )
    expect(await outcomes()).toEqual(['UNROUTED', 'UNROUTED'])
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { buildSource } from '../../../test/build-nodes.ts'
import { buildReader, send } from '../../../test/marketing-rig.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { inboundParams, startWebhooks } from '../../../test/webhook-rig.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { sendQueued } from '../sending/send-queued.ts'

const world: World = await openWorld(4)
const ada = '+14155550101'
const template =
  "{{ organization.prefix }}: thanks{% if profile.name != '' %}, {{ profile.name }}{% endif %}!"
let account: BuiltAccount
beforeEach(() => begin())
afterAll(() => world.close())

const begin = async (settings: Record<string, unknown> = {}): Promise<void> => {
  account = await buildAccount(world.owner, { settings: { auto_responder_template: template, ...settings } })
}
const receive = (...texts: string[]) => receiveFrom(ada, ...texts)
const receiveFrom = (from: string, ...texts: string[]) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    receiveTexts(
      world.db,
      account.accountId,
      texts.map((text) => textFrom(account, from, text)),
      () => [],
    ),
  )

interface Answer {
  text: string
  status: string
  failure: string | null
}
const answers = async (): Promise<Answer[]> => {
  const { rows } = await world.owner.query(
    `select text, status, failure_code as failure from messages where account_id = $1 and kind = 'AUTO_RESPONSE' order by seq`,
    [account.accountId],
  )
  return rows
}
const texts = async (): Promise<string[]> => (await answers()).map(({ text }) => text)
const personId = async (): Promise<string> =>
  (
    await world.owner.query('select id from profiles where account_id = $1 and phone_number = $2', [
      account.accountId,
      ada,
    ])
  ).rows[0].id

describe('R33: a text that is no keyword', () => {
  test('of a stranger is answered in the transaction that takes it, and leaves the conversation to the agent', async () => {
    const { entries } = await receive('Do you have it in blue?')
    expect(await answers()).toEqual([{ text: 'Acme Outfitters: thanks!', status: 'QUEUED', failure: null }])
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_RECEIVED', 'MESSAGE_CREATED'])
    const { rows } = await world.owner.query(
      `select c.is_unread, c.waiting_since is not null as is_waiting, m.kind, r.sender_id = c.sender_id as is_from_texted
       from conversations c join messages m on m.id = c.last_message_id
       join messages r on r.profile_id = c.profile_id and r.kind = 'AUTO_RESPONSE' where c.account_id = $1`,
      [account.accountId],
    )
    expect(rows).toEqual([{ is_unread: true, is_waiting: true, kind: 'CUSTOMER', is_from_texted: true }])
  })

  test('is answered by name, and goes out through the worker, though the person never subscribed', async () => {
    await buildReader(world, account, { phone_number: ada, name: 'Ada', consent: 'NEVER_SUBSCRIBED' })
    await receive('Hello?')
    const carrier = scriptedCarrier()
    await sendQueued(
      contextOf(world.db, account.accountId),
      { carrier, callbackUrl: () => '' },
      await personId(),
    )
    expect(carrier.sent).toMatchObject([
      { from: account.number, to: ada, text: 'Acme Outfitters: thanks, Ada!' },
    ])
    expect(await answers()).toMatchObject([{ status: 'SENT' }])
  })

  test('and more of them, in one batch and at once, are answered once', async () => {
    await receive('One', 'Two', 'Three')
    const other = world.openAnother(4)
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        receiveTexts(n % 2 ? other : world.db, account.accountId, [textFrom(account, ada, `${n}`)], () => []),
      ),
    )
    expect(await texts()).toHaveLength(1)
  })

  test('which come by webhooks at once are answered once, and one of them is the response to a campaign', async () => {
    const sale = await buildSource(world.owner, account.accountId)
    const profileId = await buildReader(world, account, { phone_number: ada })
    await send(world, account, profileId, { kind: 'CAMPAIGN', sourceId: sale })
    const rig = await startWebhooks(world.db)
    const calls = Array.from({ length: 60 }, (_, n) =>
      rig.call(inboundParams(account.number, ada, `Hello ${n}`)),
    )
    expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]))
    await rig.close()
    expect(await texts()).toHaveLength(1)
    const { rows } = await world.owner.query(
      `select attribution_reason as reason, count(*)::int from messages where account_id = $1 and direction = 'INBOUND' group by 1 order by 1`,
      [account.accountId],
    )
    expect(rows).toEqual([
      { reason: 'ATTRIBUTED', count: 1 },
      { reason: 'NOT_FIRST_REPLY', count: 59 },
    ])
  })

  test('each of two people has an answer', async () => {
    await receive('One')
    await receiveFrom('+14155550102', 'Two')
    expect(await texts()).toHaveLength(2)
  })

  test('is answered again once the loop guard allows it', async () => {
    await receive('One')
    await world.owner.query(`update auto_responses set last_at = last_at - interval '5 minutes'`)
    await receive('Two')
    expect(await texts()).toHaveLength(2)
    await world.owner.query(
      `update auto_responses set last_at = last_at - interval '5 minutes', day_count = 5`,
    )
    await receive('Three')
    expect(await texts()).toHaveLength(2)
  })
})

describe('R33: no answer', () => {
  test.each([
    ['to keywords', {}, ['HELP', 'STOP', 'START']],
    ['while the auto-responder is off', { auto_responder_audience: 'NOBODY' }, ['Hi']],
    ['without a template', { auto_responder_template: '' }, ['Hi']],
    [
      'R16: to what may be an opt-out, nor to what follows until an agent has looked',
      {},
      ['please cancel it', 'Hi'],
    ],
    ['to its own words', {}, ['Acme Outfitters: thanks!']],
    ['of a template that makes nothing', { auto_responder_template: '{{ profile.name }}' }, ['Hi']],
    ['of a template that can’t be read', { auto_responder_template: '{{ profile' }, ['Hi']],
    ['that is too long to be sent', { auto_responder_template: 'x'.repeat(1_601) }, ['Hi']],
  ])('%s', async (_, settings, given) => {
    await begin(settings)
    await receive(...given)
    expect(await texts()).toEqual([])
    const { rows } = await world.owner.query(
      `select count(*)::int from messages where account_id = $1 and direction = 'INBOUND'`,
      [account.accountId],
    )
    expect(rows).toEqual([{ count: given.length }])
  })

  test('R29: to blocked people', async () => {
    await buildReader(world, account, { phone_number: ada, blocked_at: new Date() })
    await receive('Hi')
    expect(await texts()).toEqual([])
  })

  test('to subscribers where only others are to be answered', async () => {
    await begin({ auto_responder_audience: 'NON_CONSENTED_ONLY' })
    await buildReader(world, account, { phone_number: ada, consent: 'SUBSCRIBED' })
    await receive('Hi')
    await receiveFrom('+14155550102', 'Hi')
    expect(await texts()).toHaveLength(1)
  })

  test('to one of the account’s own numbers', async () => {
    await receiveFrom(account.number, 'Hi')
    expect(await texts()).toEqual([])
  })

  test('with a name in it that would make it too long: without the name', async () => {
    await begin({ auto_responder_template: `${'x'.repeat(1_560)}{{ profile.name }}` })
    await buildReader(world, account, { phone_number: ada, name: 'Ada '.repeat(15) })
    await receive('Hi')
    expect((await texts())[0]).toHaveLength(1_560)
  })
})

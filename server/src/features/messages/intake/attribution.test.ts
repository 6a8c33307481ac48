import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildMessage,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { buildSource } from '../../../test/build-nodes.ts'
import { intakeSettings } from '../../../test/intake-settings.ts'
import { attributionOf, buildReader, report, type Sent, send } from '../../../test/marketing-rig.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { refusedForGood, unknown } from '../../../test/scripted-carrier.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { decideIntake, takeTexts } from './decide-intake.ts'
import { openIntake } from './intake-writes.ts'

const world: World = await openWorld(4)
const ada = '+14155550101'
const HOUR = 3_600_000
let account: BuiltAccount
let profileId: string
let sale: string
let welcome: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  profileId = await buildReader(world, account, { phone_number: ada })
  sale = await buildSource(world.owner, account.accountId)
  welcome = await buildSource(world.owner, account.accountId, { type: 'FLOW', name: 'Welcome' })
})
afterAll(() => world.close())

const campaign = (): Sent => ({ kind: 'CAMPAIGN', sourceId: sale })
const flow = (): Sent => ({ kind: 'FLOW', sourceId: welcome })
const reply: Sent = { kind: 'REPLY' }
const sendTo = (sent: Sent, ...outcome: Parameters<typeof send>[4][]) =>
  send(world, account, profileId, sent, ...outcome)
const texts = (text = 'Do you have it in blue?', more = {}) => attributionOf(world, account, ada, text, more)
const toSale = () => ({ reason: 'ATTRIBUTED', sourceId: sale })
const toNone = (reason: string) => ({ reason, sourceId: null })
const responses = async (): Promise<Record<string, number>> => {
  const { rows } = await world.owner.query(
    'select id, response_count from message_sources where account_id = $1',
    [account.accountId],
  )
  return Object.fromEntries(rows.map((row) => [row.id, row.response_count]))
}
const later = (ms: number): { receivedAt: Date } => ({ receivedAt: new Date(Date.now() + ms) })

describe('R38: the first text after a campaign', () => {
  test('is a response to it, the second is not', async () => {
    await sendTo(campaign())
    expect(await texts()).toEqual(toSale())
    expect(await texts()).toEqual(toNone('NOT_FIRST_REPLY'))
    expect(await responses()).toEqual({ [sale]: 1, [welcome]: 0 })
  })

  test('is so with what comes with it in one batch, and for each person by themselves', async () => {
    await buildReader(world, account, { phone_number: '+14155550102' })
    await sendTo(campaign())
    const batch = [ada, '+14155550102', ada, '+14155550103', ada].map((from) =>
      textFrom(account, from, 'Yes please'),
    )
    await pushEqualsRefetch(world.db, account.accountId, () =>
      receiveTexts(world.db, account.accountId, batch, () => []),
    )
    const { rows } = await world.owner.query(
      'select attribution_reason as reason from messages where account_id = $1 and direction = $2 order by seq',
      [account.accountId, 'INBOUND'],
    )
    expect(rows.map((row) => row.reason)).toEqual([
      'ATTRIBUTED',
      'NO_PRIOR_MESSAGE',
      'NOT_FIRST_REPLY',
      'NO_PRIOR_MESSAGE',
      'NOT_FIRST_REPLY',
    ])
    expect((await responses())[sale]).toBe(1)
  })

  test('is one of many that come at once', async () => {
    await sendTo(campaign())
    const other = world.openAnother(4)
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        receiveTexts(n % 2 ? other : world.db, account.accountId, [textFrom(account, ada, `${n}`)], () => []),
      ),
    )
    const { rows } = await world.owner.query(
      'select attribution_reason as reason, count(*)::int from messages where account_id = $1 and direction = $2 group by 1 order by 1',
      [account.accountId, 'INBOUND'],
    )
    expect(rows).toEqual([
      { reason: 'ATTRIBUTED', count: 1 },
      { reason: 'NOT_FIRST_REPLY', count: 11 },
    ])
    expect((await responses())[sale]).toBe(1)
  })

  test('is one of a batch under way, whose effects the next one’s read has missed', () => {
    const lastReceived = { sourceId: sale, at: new Date(), isAnswered: false }
    const person = { ...decideIntake(stateWith([]), [textFrom(account, ada, '?')]).people.get(ada) }
    const found = stateWith([{ ...person, lastReceived }])
    const first = decideIntake(found, [textFrom(account, ada, 'one')])
    const second = openIntake(null, first)
    takeTexts(second, found, [textFrom(account, ada, 'two')], [first])
    const reasons = [first, second].map((one) => one.messages[0]?.attribution_reason)
    expect(reasons).toEqual(['ATTRIBUTED', 'NOT_FIRST_REPLY'])
  })

  const stateWith = (people: object[]) => ({
    account: { head: 0, settings: intakeSettings() },
    people: new Map(people.map((person) => [ada, person as never])),
    known: new Set<string>(),
  })
})

describe('R38: the last message that the person received decides', () => {
  test('a campaign followed by a flow: the flow', async () => {
    await sendTo(campaign())
    await sendTo(flow())
    expect(await texts()).toEqual({ reason: 'ATTRIBUTED', sourceId: welcome })
  })

  test('an answered campaign followed by a flow: the flow again', async () => {
    await sendTo(campaign())
    await texts()
    await sendTo(flow())
    expect(await texts()).toEqual({ reason: 'ATTRIBUTED', sourceId: welcome })
    expect(await responses()).toEqual({ [sale]: 1, [welcome]: 1 })
  })

  test('a campaign followed by an agent’s reply: none', async () => {
    await texts()
    await sendTo(campaign())
    await sendTo(reply)
    expect(await texts()).toEqual(toNone('LAST_MESSAGE_NOT_MARKETING'))
  })

  test('nothing, nothing that has gone out yet, nothing that never will: none', async () => {
    expect(await texts()).toEqual(toNone('NO_PRIOR_MESSAGE'))
    await buildMessage(world.owner, account, profileId, { kind: 'CAMPAIGN', source_id: sale })
    expect(await texts()).toEqual(toNone('NO_PRIOR_MESSAGE'))
    await world.owner.query(`delete from messages where status = 'QUEUED'`)
    await sendTo(campaign(), () => refusedForGood('300'))
    expect(await texts()).toEqual(toNone('NO_PRIOR_MESSAGE'))
  })

  test('automatic answers are passed over: to keywords, and the auto-responder’s', async () => {
    await sendTo(campaign())
    for (const kind of ['COMPLIANCE', 'AUTO_RESPONSE'])
      await buildMessage(world.owner, account, profileId, { kind, status: 'SENT', sent_at: new Date() })
    await send(world, account, profileId, { kind: 'AUTO_RESPONSE' })
    expect(await texts()).toEqual(toSale())
  })

  test('one that did not arrive after all gives way to the one before it', async () => {
    await sendTo(campaign())
    const id = await sendTo(flow())
    await report(world, account, await carrierIdOf(id), 'UNDELIVERED')
    expect(await texts()).toEqual(toSale())
  })

  test('one that did not arrive, with an answered one before it: that was answered', async () => {
    await sendTo(campaign())
    await texts()
    const id = await sendTo(flow())
    await report(world, account, await carrierIdOf(id), 'UNDELIVERED')
    expect(await texts()).toEqual(toNone('NOT_FIRST_REPLY'))
  })

  test('one whose outcome was not known counts once it is, and what came since has answered it', async () => {
    const id = await sendTo(campaign(), unknown)
    const sentAt = new Date()
    expect(await texts('First', later(5))).toEqual(toNone('NO_PRIOR_MESSAGE'))
    await report(world, account, { messageId: id }, 'SENT', sentAt)
    expect(await texts()).toEqual(toNone('NOT_FIRST_REPLY'))
  })

  test('one that turns out to have gone out before another stays before it', async () => {
    const sentAt = new Date()
    const id = await sendTo(campaign(), unknown)
    await sendTo(flow())
    await report(world, account, { messageId: id }, 'SENT', sentAt)
    expect(await texts()).toEqual({ reason: 'ATTRIBUTED', sourceId: welcome })
  })

  const carrierIdOf = async (id: string): Promise<{ messageId: string; carrierMessageId: string }> => {
    const { rows } = await world.owner.query('select carrier_message_id as id from messages where id = $1', [
      id,
    ])
    return { messageId: id, carrierMessageId: rows[0].id }
  }
})

describe('R38: the attribution window', () => {
  const lastAt = async (): Promise<number> => {
    const { rows } = await world.owner.query('select at from last_received where profile_id = $1', [
      profileId,
    ])
    return rows[0].at.getTime()
  }

  test('is 24 hours by default', async () => {
    await sendTo(campaign())
    const receivedAt = new Date((await lastAt()) + 24 * HOUR + 1)
    expect(await texts('Late', { receivedAt })).toEqual(toNone('OUTSIDE_WINDOW'))
  })

  test('is what the account says', async () => {
    await sendTo(campaign())
    await world.owner.query('update accounts set attribution_window_hours = 72 where id = $1', [
      account.accountId,
    ])
    const receivedAt = new Date((await lastAt()) + 72 * HOUR)
    expect(await texts('Late', { receivedAt })).toEqual(toSale())
  })
})

describe('R14: a keyword', () => {
  test('is never attributed, and leaves the campaign to the next text', async () => {
    await sendTo(campaign())
    for (const keyword of ['HELP', 'STOP', 'START', 'JOIN'])
      expect(await texts(keyword)).toEqual(toNone('KEYWORD'))
    expect(await texts('Another text', { intent: 'help' })).toEqual(toNone('KEYWORD'))
    expect(await texts()).toEqual(toSale())
  })

  test('of a stranger has its reason, too', async () => {
    expect(await attributionOf(world, account, '+14155550199', 'STOP')).toEqual(toNone('KEYWORD'))
  })
})

test('R16: a text that may mean an opt-out is a response like any other', async () => {
  await sendTo(campaign())
  expect(await texts('please cancel my order')).toEqual(toSale())
})

test('R3: what another account sent to the same number counts for nothing', async () => {
  const other = await buildAccount(world.owner)
  await buildReader(world, other, { phone_number: ada })
  await sendTo(campaign())
  expect(await attributionOf(world, other, ada, 'Hi')).toEqual(toNone('NO_PRIOR_MESSAGE'))
})

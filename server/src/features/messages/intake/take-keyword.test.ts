import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import type { IncomingText } from './incoming-text.ts'

const world: World = await openWorld(2)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner, { settings: { carrier_confirms_opt_out: false } })
})
afterAll(() => world.close())

const ada = '+14155550101'
const receive = (text: string, more: Partial<IncomingText> = {}) => {
  const { accountId } = account
  return pushEqualsRefetch(world.db, accountId, () =>
    receiveTexts(world.db, accountId, [textFrom(account, ada, text, more)], () => []),
  )
}
const select = async <Row>(text: string): Promise<Row[]> =>
  (await world.owner.query(text, [account.accountId])).rows
const consent = async (): Promise<unknown> => {
  const [row] = await select(
    'select consent, opted_out_by_customer as own from profiles where account_id = $1',
  )
  return row
}
const answers = async (): Promise<unknown[]> =>
  select(`select kind, status from messages where account_id = $1 and direction = 'OUTBOUND' order by seq`)
const ledger = async (): Promise<unknown[]> =>
  select(
    'select from_state, to_state, method, evidence from consent_changes where account_id = $1 order by id',
  )
const confirmation = { kind: 'COMPLIANCE', status: 'QUEUED' }
const optedOut = { consent: 'UNSUBSCRIBED', own: true }

describe('R15: STOP takes effect with the text itself', () => {
  test('from someone never seen: a profile that opted out, without a conversation', async () => {
    const { entries } = await receive('STOP')
    expect(await consent()).toEqual(optedOut)
    expect(await select('select from conversations where account_id = $1')).toEqual([])
    expect(await answers()).toEqual([confirmation])
    expect(await ledger()).toEqual([
      { from_state: 'NEVER_SUBSCRIBED', to_state: 'UNSUBSCRIBED', method: 'KEYWORD', evidence: 'STOP' },
    ])
    expect(entries.map((entry) => entry.kind)).toEqual([
      'MESSAGE_CREATED',
      'PROFILE_CHANGED',
      'MESSAGE_CREATED',
    ])
  })

  test('from a subscriber, with one confirmation, however often it is said', async () => {
    await buildProfile(world.owner, account.accountId, { phone_number: ada })
    for (const text of ['STOP', 'stop', 'UNSUBSCRIBE']) await receive(text)
    expect(await consent()).toEqual(optedOut)
    expect(await answers()).toEqual([confirmation])
    expect(await ledger()).toHaveLength(1)
  })

  test('from a blocked person, who gets no confirmation (R19)', async () => {
    await buildProfile(world.owner, account.accountId, { phone_number: ada, blocked_at: new Date() })
    await receive('STOP')
    expect(await consent()).toEqual(optedOut)
    expect(await answers()).toEqual([])
  })

  test('becomes the customer’s own, which an import’s was not', async () => {
    await buildProfile(world.owner, account.accountId, { phone_number: ada, consent: 'UNSUBSCRIBED' })
    await receive('STOP')
    expect(await consent()).toEqual(optedOut)
    expect(await answers()).toEqual([confirmation])
  })

  test('also as one of a batch, before and after START', async () => {
    const texts = ['STOP', 'START', 'STOP', 'STOP'].map((text) => textFrom(account, ada, text))
    await receiveTexts(world.db, account.accountId, texts, () => [])
    expect(await consent()).toEqual(optedOut)
    expect(await ledger()).toHaveLength(3)
    expect(await answers()).toEqual([confirmation, confirmation])
  })
})

describe('R13: START gives it back', () => {
  test('after the person’s own STOP, with both in the ledger', async () => {
    for (const text of ['STOP', 'Start!']) await receive(text)
    expect(await consent()).toEqual({ consent: 'SUBSCRIBED', own: false })
    expect(await ledger()).toHaveLength(2)
  })

  test.each(['START', 'unstop'])('from someone never seen: %s subscribes', async (text) => {
    await receive(text)
    expect(await consent()).toEqual({ consent: 'SUBSCRIBED', own: false })
    expect(await ledger()).toMatchObject([{ from_state: 'NEVER_SUBSCRIBED', to_state: 'SUBSCRIBED' }])
  })

  test('twice is one change', async () => {
    for (const text of ['START', 'START']) await receive(text)
    expect(await ledger()).toHaveLength(1)
  })

  test('YES means nothing while no double opt-in is pending', async () => {
    await receive('YES')
    expect(await consent()).toEqual({ consent: 'NEVER_SUBSCRIBED', own: false })
    expect(await select('select status from conversations where account_id = $1')).toEqual([
      { status: 'OPEN' },
    ])
  })
})

describe('R14: a keyword', () => {
  const snoozed = { status: 'SNOOZED', snoozed_until: new Date(Date.now() + 3_600_000) }
  test.each(['STOP', 'START', 'HELP', 'JOIN'])(
    '%s is recorded, and never opens, wakes, marks unread or moves up',
    async (text) => {
      const { conversationId } = await buildConversation(world.owner, account, snoozed, { phone_number: ada })
      const read = 'select status, is_unread, activity_seq, last_message_id from conversations where id = $1'
      const before = (await world.owner.query(read, [conversationId])).rows
      await receive(text)
      expect((await world.owner.query(read, [conversationId])).rows).toEqual(before)
      expect(
        await select(`select text from messages where account_id = $1 and direction = 'INBOUND'`),
      ).toEqual([{ text }])
    },
  )
})

describe('R17: the carrier’s own reading of a text', () => {
  test.each([
    ['optout', 'leave me be', 'UNSUBSCRIBED'],
    ['optin', 'GO', 'SUBSCRIBED'],
  ] as const)('%s counts as the keyword would', async (intent, text, state) => {
    await receive(text, { intent })
    expect(await consent()).toMatchObject({ consent: state })
    expect(await ledger()).toMatchObject([{ method: 'CARRIER', evidence: text }])
    expect(await select('select from conversations where account_id = $1')).toEqual([])
  })

  test.each(['Yes', 'go'])(
    '%s of a subscriber is an answer, not an opt-in: it goes to the inbox',
    async (text) => {
      await buildConversation(world.owner, account, {}, { phone_number: ada })
      const { entries } = await receive(text, { intent: 'optin' })
      expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_RECEIVED'])
      expect(await ledger()).toEqual([])
    },
  )

  test('never turns an opt-out into anything else', async () => {
    await receive('STOP', { intent: 'optin' })
    expect(await consent()).toEqual(optedOut)
  })

  test('outranks a word that would opt in', async () => {
    await receive('START', { intent: 'optout' })
    expect(await consent()).toEqual(optedOut)
  })
})

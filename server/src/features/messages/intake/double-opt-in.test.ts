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
import { intakeSettings } from '../../../test/intake-settings.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { decideIntake, takeTexts } from './decide-intake.ts'
import type { IncomingText } from './incoming-text.ts'
import { openIntake } from './intake-writes.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner, { settings: { carrier_confirms_opt_out: false } })
})
afterAll(() => world.close())

const ada = '+14155550101'
const noon = new Date('2026-11-23T12:00:00.000Z')
const later = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000)
const receive = (text: string, more: Partial<IncomingText> = {}) => {
  const { accountId } = account
  const one = textFrom(account, ada, text, { receivedAt: noon, ...more })
  return pushEqualsRefetch(world.db, accountId, () => receiveTexts(world.db, accountId, [one], () => []))
}
const select = async <Row>(text: string): Promise<Row[]> =>
  (await world.owner.query(text, [account.accountId])).rows
const person = async (): Promise<unknown> =>
  (await select('select consent, double_opt_in_until as until from profiles where account_id = $1'))[0]
const answers = async (): Promise<string[]> => {
  const rows = await select<{ text: string }>(
    `select text from messages where account_id = $1 and kind = 'COMPLIANCE' and status = 'QUEUED' order by seq`,
  )
  return rows.map(({ text }) => text)
}
const ledger = (): Promise<unknown[]> =>
  select(
    'select from_state, to_state, method, evidence, rule from consent_changes where account_id = $1 order by id',
  )
const conversations = (): Promise<unknown[]> =>
  select('select status, possible_opt_out from conversations where account_id = $1')
const request =
  'Acme Outfitters: Reply YES to subscribe to our texts. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to cancel.'
const asked = { consent: 'NEVER_SUBSCRIBED', until: later(24 * 60) }

describe('R13: a subscribe keyword asks for YES', () => {
  test('JOIN of a stranger: nothing is subscribed yet, and the request goes out once', async () => {
    const { entries } = await receive('Join!')
    expect(await person()).toEqual(asked)
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_CREATED', 'PROFILE_CHANGED', 'MESSAGE_CREATED'])
    await receive('JOIN', { receivedAt: later(5) })
    expect(await answers()).toEqual([request])
    expect(await ledger()).toEqual([])
    expect(await conversations(), 'R14: no keyword starts a conversation').toEqual([])
  })

  test.each(['YES', 'y', 'Yes! 👍'])('then %s subscribes, with both words in evidence', async (yes) => {
    await receive('JOIN')
    await receive(yes, { receivedAt: later(24 * 60 - 1) })
    expect(await person()).toEqual({ consent: 'SUBSCRIBED', until: null })
    expect(await ledger()).toEqual([
      {
        from_state: 'NEVER_SUBSCRIBED',
        to_state: 'SUBSCRIBED',
        method: 'KEYWORD',
        evidence: yes,
        rule: 'DOUBLE_OPT_IN',
      },
    ])
    expect(await conversations()).toEqual([])
    expect(await answers()).toEqual([request])
  })

  test('YES after its life is an ordinary text, and JOIN asks anew', async () => {
    await receive('JOIN')
    await receive('YES', { receivedAt: later(24 * 60) })
    expect(await person()).toMatchObject({ consent: 'NEVER_SUBSCRIBED' })
    expect(await conversations()).toEqual([{ status: 'OPEN', possible_opt_out: false }])
    await receive('JOIN', { receivedAt: later(25 * 60) })
    expect(await answers()).toEqual([request, request])
    expect(await person()).toMatchObject({ until: later(49 * 60) })
  })

  test('a second YES is an ordinary text again', async () => {
    for (const text of ['JOIN', 'YES', 'YES']) await receive(text)
    expect(await ledger()).toHaveLength(1)
    expect(await conversations()).toHaveLength(1)
  })

  test('STOP ends what was pending, also of someone who had opted out before', async () => {
    for (const text of ['STOP', 'JOIN', 'STOP']) await receive(text)
    expect(await person()).toEqual({ consent: 'UNSUBSCRIBED', until: null })
    await receive('YES')
    expect(await person()).toEqual({ consent: 'UNSUBSCRIBED', until: null })
    expect(await ledger()).toHaveLength(1)
    expect(await answers()).toHaveLength(2)
  })

  test('who had opted out comes back by JOIN and YES', async () => {
    for (const text of ['STOP', 'JOIN', 'YES']) await receive(text)
    expect(await person()).toEqual({ consent: 'SUBSCRIBED', until: null })
  })

  test('START needs no confirmation, and ends a pending one', async () => {
    for (const text of ['JOIN', 'START']) await receive(text)
    expect(await person()).toEqual({ consent: 'SUBSCRIBED', until: null })
    expect(await ledger()).toMatchObject([{ evidence: 'START', rule: 'WHOLE_TEXT' }])
  })

  test('a subscriber is not asked', async () => {
    await buildProfile(world.owner, account.accountId, { phone_number: ada })
    await receive('JOIN')
    expect(await answers()).toEqual([])
    expect(await person()).toEqual({ consent: 'SUBSCRIBED', until: null })
  })

  test('nor is a blocked person, who could not be answered (R29)', async () => {
    await buildProfile(world.owner, account.accountId, {
      phone_number: ada,
      consent: 'NEVER_SUBSCRIBED',
      blocked_at: noon,
    })
    await receive('JOIN')
    expect(await answers()).toEqual([])
    expect(await person()).toEqual({ consent: 'NEVER_SUBSCRIBED', until: null })
  })

  test('R17: the carrier’s own opt-in of the same word needs none', async () => {
    await receive('JOIN', { intent: 'optin' })
    expect(await person()).toMatchObject({ consent: 'SUBSCRIBED' })
    expect(await ledger()).toMatchObject([{ method: 'CARRIER', rule: 'CARRIER_INTENT' }])
  })
})

describe('several at once', () => {
  test('JOIN, YES and STOP in one batch end as said last', async () => {
    const { accountId } = account
    const take = (texts: string[]) =>
      receiveTexts(
        world.db,
        accountId,
        texts.map((text) => textFrom(account, ada, text, { receivedAt: noon })),
        () => [],
      )
    await take(['JOIN', 'JOIN', 'YES', 'STOP', 'STOP', 'JOIN'])
    expect(await person()).toEqual({ consent: 'UNSUBSCRIBED', until: asked.until })
    expect(await answers()).toHaveLength(3)
    expect(await ledger()).toHaveLength(2)
    await take(['YES', 'STOP', 'START'])
    expect(await person()).toEqual({ consent: 'SUBSCRIBED', until: null })
  })

  test('YES is understood while the batch with JOIN is still being written', () => {
    const found = {
      account: { head: 0, settings: intakeSettings() },
      people: new Map(),
      known: new Set<string>(),
    }
    const first = decideIntake(found, [textFrom(account, ada, 'JOIN')])
    const second = openIntake(null, first)
    takeTexts(second, found, [textFrom(account, ada, 'YES')], [first])
    expect(second.ledger).toMatchObject([{ rule: 'DOUBLE_OPT_IN' }])
    expect([...second.people.values()]).toMatchObject([{ consent: 'SUBSCRIBED', doubleOptInUntil: null }])
  })

  test('R15: the same STOP from two processes at once, and another beside it, is one opt-out and one confirmation', async () => {
    const other = world.openAnother(4)
    const stop = textFrom(account, ada, 'STOP')
    const texts = [stop, stop, textFrom(account, ada, 'stop'), textFrom(account, ada, 'please stop')]
    await Promise.all(
      texts.map((text, index) =>
        receiveTexts(index % 2 ? other : world.db, account.accountId, [text], () => []),
      ),
    )
    expect(await ledger()).toHaveLength(1)
    expect(await answers()).toHaveLength(1)
    expect(await select('select from messages where account_id = $1')).toHaveLength(4)
  })

  test('R18: STOP that is said again counts from then on', async () => {
    await receive('STOP')
    await receive('STOP', { receivedAt: later(90) })
    expect(await select('select consent_since, opted_out_at from profiles where account_id = $1')).toEqual([
      { consent_since: noon, opted_out_at: later(90) },
    ])
  })
})

describe('R13: HELP', () => {
  const answer =
    'Acme Outfitters: For help, text us your question here. Msg & data rates may apply. Reply STOP to unsubscribe.'

  test('is answered with the prefix, and with whom to write to', async () => {
    await receive('Info?')
    expect(await answers()).toEqual([answer])
    await world.owner.query(`update accounts set contact_email = 'care@acme.test' where id = $1`, [
      account.accountId,
    ])
    await receive('HELP')
    expect((await answers())[1]).toContain('write to care@acme.test.')
    expect(await conversations()).toEqual([])
  })

  test('three times within an hour from the first, so that two robots never talk for ever', async () => {
    for (let minute = 0; minute < 60; minute += 5) await receive('HELP', { receivedAt: later(minute) })
    expect(await answers()).toHaveLength(3)
    await receive('HELP', { receivedAt: later(60) })
    expect(await answers()).toHaveLength(4)
  })

  test('is answered after an opt-out, too, but not to a blocked person (R19)', async () => {
    await receive('STOP')
    await receive('HELP')
    expect(await answers()).toHaveLength(2)
    await world.owner.query('update profiles set blocked_at = now() where account_id = $1', [
      account.accountId,
    ])
    await receive('HELP')
    expect(await answers()).toHaveLength(2)
  })
})

describe('R16, B2: a possible opt-out', () => {
  const flagged = { status: 'OPEN', possible_opt_out: true }

  test('is flagged by a sentence, and settled by the person’s own word', async () => {
    await buildConversation(world.owner, account, {}, { phone_number: ada })
    await receive('please cancel my order')
    expect(await conversations()).toEqual([flagged])
    await receive('STOP')
    expect(await conversations()).toEqual([{ ...flagged, possible_opt_out: false }])
    await receive('can I quit this?')
    expect(await conversations(), 'who is out has nothing to opt out of').toEqual([
      { ...flagged, possible_opt_out: false },
    ])
  })

  test.each(['START', 'STOP'])(
    'is settled by %s within the same batch, and flagged by what follows',
    async (word) => {
      await buildConversation(world.owner, account, {}, { phone_number: ada })
      const texts = ['I quit', word].map((text) => textFrom(account, ada, text))
      await receiveTexts(world.db, account.accountId, texts, () => [])
      expect(await conversations()).toEqual([{ ...flagged, possible_opt_out: false }])
      const more = ['START', 'the end'].map((text) => textFrom(account, ada, text))
      await receiveTexts(world.db, account.accountId, more, () => [])
      expect(await conversations()).toEqual([flagged])
    },
  )

  test('START of a subscriber settles it, too, and is told', async () => {
    await buildConversation(world.owner, account, { possible_opt_out: true }, { phone_number: ada })
    const { entries } = await receive('START')
    expect(entries.map(({ kind }) => kind)).toEqual(['MESSAGE_CREATED', 'PROFILE_CHANGED'])
    expect(await conversations()).toEqual([{ ...flagged, possible_opt_out: false }])
  })
})

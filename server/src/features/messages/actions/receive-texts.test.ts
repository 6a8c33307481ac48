import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  buildSender,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import type { IncomingText } from '../intake/incoming-text.ts'
import { receiveTexts } from './receive-texts.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const ada = '+14155550101'
const receive = (texts: IncomingText[]) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    receiveTexts(world.db, account.accountId, texts, () => []),
  )
const select = async <Row>(text: string): Promise<Row[]> =>
  (await world.owner.query(text, [account.accountId])).rows
const conversation = async (): Promise<Record<string, unknown>> => {
  const [row] = await select<Record<string, unknown>>('select * from conversations where account_id = $1')
  return row ?? {}
}
const thread = async (): Promise<string[]> =>
  (await select<{ text: string }>('select text from messages where account_id = $1 order by seq')).map(
    (row) => row.text,
  )

describe('R4: someone texts for the first time', () => {
  test('and becomes a profile without consent, with an open, unread conversation', async () => {
    const { entries } = await receive([textFrom(account, ada, 'Hi there')])
    expect(await select('select phone_number, consent, country from profiles where account_id = $1')).toEqual(
      [{ phone_number: ada, consent: 'NEVER_SUBSCRIBED', country: 'US' }],
    )
    const [message] = await select<{ id: string; seq: string }>(
      'select id, seq from messages where account_id = $1',
    )
    expect(await conversation()).toMatchObject({
      status: 'OPEN',
      is_unread: true,
      sender_id: account.senderId,
      last_message_id: message?.id,
      activity_seq: message?.seq,
    })
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_RECEIVED'])
  })

  test('several at once, each with several texts, in one batch', async () => {
    const people = Array.from({ length: 20 }, (_, index) => `+1415555${String(1000 + index)}`)
    const texts = [1, 2, 3].flatMap((n) => people.map((from) => textFrom(account, from, `${n}`)))
    await receive(texts)
    const rows = await select<{ texts: string[] }>(
      `select array_agg(text order by seq) as texts from messages where account_id = $1 group by profile_id`,
    )
    expect(rows).toEqual(people.map(() => ({ texts: ['1', '2', '3'] })))
    expect(await select('select open_unread from account_heads where account_id = $1')).toEqual([
      { open_unread: 20 },
    ])
  })

  test('B1: with media and no words', async () => {
    await receive([textFrom(account, ada, '', { mediaCount: 2 })])
    expect(
      await select('select text, segments, hidden_media_count from messages where account_id = $1'),
    ).toEqual([{ text: '', segments: 0, hidden_media_count: 2 }])
  })
})

describe('R9: a text in a conversation that was', () => {
  const snoozed = { status: 'SNOOZED', snoozed_until: new Date(Date.now() + 3_600_000) }
  test.each([
    ['closed reopens it', { status: 'CLOSED' }],
    ['snoozed wakes it', snoozed],
    ['read makes it unread', { status: 'OPEN' }],
  ])('%s', async (_, columns) => {
    const phone_number = ada
    await buildConversation(world.owner, account, columns, { phone_number })
    await receive([textFrom(account, ada, 'Me again')])
    expect(await conversation()).toMatchObject({ status: 'OPEN', snoozed_until: null, is_unread: true })
  })

  test('B12: waited for keeps the time since which the person waits', async () => {
    const waiting_since = new Date('2026-01-01T00:00:00.000Z')
    await buildConversation(world.owner, account, { waiting_since }, { phone_number: ada })
    await receive([textFrom(account, ada, 'Hello?')])
    expect((await conversation()).waiting_since).toEqual(waiting_since)
  })
})

describe('a text', () => {
  test('R8: to another number of the account moves the conversation there, a keyword too', async () => {
    const second = await buildSender(world.owner, account.accountId, '+18885550199')
    await receive([textFrom(account, ada, 'Hi')])
    await receive([textFrom({ ...account, senderId: second }, ada, 'Hi, other number')])
    expect((await conversation()).sender_id).toBe(second)
    await receive([textFrom(account, ada, 'HELP')])
    expect((await conversation()).sender_id).toBe(account.senderId)
  })

  test('is one message however often it comes: in one batch, in a later one, in many at once', async () => {
    const text = textFrom(account, ada, 'Once')
    expect((await receive([text, text])).result).toEqual(['DONE', 'DUPLICATE'])
    const again = await receive([text])
    expect(again).toEqual({ result: ['DUPLICATE'], entries: [] })
    const other = textFrom(account, ada, 'Twice')
    const all = await Promise.all(
      Array.from({ length: 8 }, () => receiveTexts(world.db, account.accountId, [other], () => [])),
    )
    expect(all.flat().filter((outcome) => outcome === 'DONE')).toHaveLength(1)
    expect(await thread()).toEqual(['Once', 'Twice'])
  })

  test('R29: from a blocked person is kept from view, and neither opens nor marks unread', async () => {
    const columns = { status: 'CLOSED' }
    await buildConversation(world.owner, account, columns, { phone_number: ada, blocked_at: new Date() })
    await buildProfile(world.owner, account.accountId, {
      phone_number: '+14155550102',
      blocked_at: new Date(),
    })
    const { entries } = await receive([
      textFrom(account, ada, 'Listen!'),
      textFrom(account, '+14155550102', 'Listen, too!'),
    ])
    expect(await select('select status, is_unread from conversations where account_id = $1')).toEqual([
      { status: 'CLOSED', is_unread: false },
    ])
    expect(entries.map((entry) => entry.kind)).toEqual(['PROFILE_CHANGED', 'PROFILE_CHANGED'])
    expect(await thread()).toHaveLength(2)
  })

  test('with characters that PostgreSQL can’t hold stands in a displayable form', async () => {
    await receive([textFrom(account, ada, 'a\0b \uD83D 🚚')])
    expect(await thread()).toEqual(['a␀b ␛D83D 🚚'])
  })

  test('R16: with an opt-out word in another sentence is flagged', async () => {
    await receive([textFrom(account, ada, 'please cancel my order')])
    expect(await conversation()).toMatchObject({ possible_opt_out: true, is_unread: true })
  })

  test('R12: of many writers stand in the order of their commits, and the log stays dense', async () => {
    const db = world.openAnother(4)
    await receive([textFrom(account, ada, 'first')])
    await pushEqualsRefetch(world.db, account.accountId, () =>
      Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          receiveTexts(n % 2 ? db : world.db, account.accountId, [textFrom(account, ada, `${n}`)], () => []),
        ),
      ),
    )
    const rows = await select<{ seq: string }>('select seq from messages where account_id = $1 order by seq')
    expect(rows.map((row) => Number(row.seq))).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
    expect((await conversation()).activity_seq).toBe('21')
  })
})

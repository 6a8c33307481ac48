import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import type { SourceMessageFields } from '../read-source-message.ts'
import type { SourceFields } from '../sources.ts'
import { recordSentMessages } from './record-sent-messages.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
beforeEach(async () => {
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

const ada = '+14155550101'
const bob = '+14155550102'
const welcome: SourceFields = { type: 'FLOW', name: 'Welcome', externalId: 'welcome' }
const record = (messages: SourceMessageFields[], source = welcome) =>
  pushEqualsRefetch(world.db, account.accountId, () =>
    recordSentMessages(contextOf(world.db, account.accountId), source, messages),
  )
const to = (phoneNumber: string, more: Partial<SourceMessageFields> = {}): SourceMessageFields => ({
  phoneNumber,
  text: 'Welcome to the club!',
  externalId: phoneNumber,
  ...more,
})
const select = async (text: string): Promise<Record<string, unknown>[]> =>
  (await world.owner.query(text, [account.accountId])).rows
const stored = () => select('select * from messages where account_id = $1 order by seq')
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)

describe('R41: messages that another system has sent', () => {
  test('stand in the thread as sent, and nothing waits to leave', async () => {
    const at = minutesAgo(10)
    const { profileId, conversationId } = await buildConversation(
      world.owner,
      account,
      {},
      { phone_number: ada },
    )
    const { result, entries } = await record([to(ada, { at: at.toISOString() })])
    expect(await stored()).toMatchObject([
      {
        id: result.results[0]?.id,
        profile_id: profileId,
        kind: 'FLOW',
        status: 'SENT',
        sent_at: at,
        composition: null,
        paced_at: null,
        next_attempt_at: null,
      },
    ])
    expect(entries).toMatchObject([{ kind: 'MESSAGE_CREATED', conversationId, profileId }])
  })

  test('count as sent for their source, once however often they are told', async () => {
    await record([to(ada), to(bob)])
    const { entries } = await record([to(ada), to(bob)])
    expect(entries).toEqual([])
    expect(await select('select sent_count from message_sources where account_id = $1')).toEqual([
      { sent_count: 2 },
    ])
    expect(await stored()).toHaveLength(2)
  })

  test('R4: to unknown numbers make profiles without consent', async () => {
    await record([to(ada), to(ada, { externalId: '2' }), to('+4915112345678')])
    expect(
      await select('select phone_number, consent, country from profiles where account_id = $1 order by 1'),
    ).toEqual([
      { phone_number: ada, consent: 'NEVER_SUBSCRIBED', country: 'US' },
      { phone_number: '+4915112345678', consent: 'NEVER_SUBSCRIBED', country: 'DE' },
    ])
  })

  test('to people who opted out are facts all the same', async () => {
    await buildProfile(world.owner, account.accountId, { phone_number: ada, consent: 'UNSUBSCRIBED' })
    expect((await record([to(ada)])).result.results).toMatchObject([{ userErrors: [] }])
  })

  test('R12: stand in the order in which they were told, whenever they were sent', async () => {
    await record([to(ada, { externalId: '1', at: minutesAgo(1).toISOString() })])
    await record([to(ada, { externalId: '2', at: minutesAgo(60).toISOString() })])
    expect((await stored()).map(({ external_id }) => external_id)).toEqual(['1', '2'])
  })

  test('R38: answers are attributed to the last one by the time that it was sent', async () => {
    await record([to(ada, { at: minutesAgo(5).toISOString() })])
    await record([to(ada, { at: minutesAgo(50).toISOString() })], { ...welcome, externalId: 'older' })
    await receiveTexts(world.db, account.accountId, [textFrom(account, ada, 'Tell me more')], () => [])
    const [answer] = (await stored()).filter(({ direction }) => direction === 'INBOUND')
    const [source] = await select(
      `select id from message_sources where account_id = $1 and external_id = 'welcome'`,
    )
    expect(answer).toMatchObject({ attribution_reason: 'ATTRIBUTED', attribution_source_id: source?.id })
  })

  test('R31: show in the person’s activity', async () => {
    const at = minutesAgo(3)
    const { result } = await record([to(ada, { at: at.toISOString() })])
    expect(
      await select(
        'select k.name, e.at, e.message_id from events e join metrics k on k.id = e.metric_id where e.account_id = $1',
      ),
    ).toEqual([{ name: 'Received SMS', at, message_id: result.results[0]?.id }])
  })

  test('many are taken in parts, with each result in its place', async () => {
    const messages = Array.from({ length: 1_100 }, (_, index) => to(`+1415${5_560_000 + index}`))
    messages[700] = to(ada, { text: '' })
    const result = await recordSentMessages(contextOf(world.db, account.accountId), welcome, messages)
    expect(result.results[700]).toMatchObject({
      id: null,
      userErrors: [{ field: ['messages', '700', 'text'] }],
    })
    const rows = await stored()
    expect(rows).toHaveLength(1_099)
    expect(rows.at(-1)?.id).toBe(result.results.at(-1)?.id)
  })
})

describe('an item that can’t be recorded leaves the others alone', () => {
  test.each<[string, Partial<SourceMessageFields>, string]>([
    ['PHONE_NUMBER_INVALID', { phoneNumber: '+1' }, 'phoneNumber'],
    ['TEXT_REQUIRED', { text: '' }, 'text'],
    ['EXTERNAL_ID_REQUIRED', { externalId: '' }, 'externalId'],
    ['AT_INVALID', { at: '2026-02-30T00:00:00Z' }, 'at'],
    ['AT_IN_FUTURE', { at: new Date(Date.now() + 600_000).toISOString() }, 'at'],
    ['AT_TOO_OLD', { at: '2010-01-01T00:00:00Z' }, 'at'],
  ])('%s: %j', async (code, fields, field) => {
    const { result } = await record([to(ada, fields), to(bob)])
    expect(result.results).toMatchObject([
      { id: null, userErrors: [{ code, field: ['messages', '0', field] }] },
      { userErrors: [] },
    ])
    expect(await stored()).toHaveLength(1)
  })

  test('a clock that is a little ahead is fine: what it says was sent, was sent now', async () => {
    const { result } = await record([to(ada, { at: new Date(Date.now() + 60_000).toISOString() })])
    expect(result.results).toMatchObject([{ userErrors: [] }])
    const isAhead = 'select sent_at > now() as ahead from messages where account_id = $1'
    expect(await select(isAhead)).toEqual([{ ahead: false }])
  })
})

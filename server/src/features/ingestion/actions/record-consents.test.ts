import * as fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../platform/auth/actor.ts'
import {
  agentOf,
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildProfile,
  buildUser,
  contextOf,
  openWorld,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { buildApiKey } from '../../../test/build-nodes.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { receiveTexts } from '../../messages/actions/receive-texts.ts'
import type { ConsentFields } from '../read-consent.ts'
import { recordConsents } from './record-consents.ts'

const world: World = await openWorld(4)
let account: BuiltAccount
let key: Actor
beforeEach(async () => {
  account = await buildAccount(world.owner)
  const { accountId } = account
  const apiKeyId = await buildApiKey(world.owner, accountId, ['INGEST'])
  key = { kind: 'apiKey', accountId, apiKeyId, scopes: ['INGEST'] }
})
afterAll(() => world.close())

const ada = '+14155550101'
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const yes = (more: Partial<ConsentFields> = {}): ConsentFields => ({
  phoneNumber: ada,
  state: 'SUBSCRIBED',
  evidence: 'Checkout form: “Text me offers”',
  ...more,
})
const no = (more: Partial<ConsentFields> = {}): ConsentFields =>
  yes({ state: 'UNSUBSCRIBED', evidence: 'Preference page', ...more })
const record = (consents: ConsentFields[], actor = key) => {
  const ctx = contextOf(world.db, account.accountId, actor)
  return pushEqualsRefetch(world.db, account.accountId, () => recordConsents(ctx, consents))
}
/** Records, and gives the codes of what was refused, by item. */
const codes = async (consents: ConsentFields[], actor = key): Promise<string[]> =>
  (await record(consents, actor)).result.map(({ userErrors }) => userErrors.map(({ code }) => code).join())
const select = async <Row>(text: string): Promise<Row[]> =>
  (await world.owner.query(text, [account.accountId])).rows
const consents = (): Promise<unknown[]> =>
  select('select phone_number, consent from profiles where account_id = $1 order by phone_number')
const consent = async (): Promise<unknown> =>
  (
    await select<{ consent: string }>(
      `select consent from profiles where account_id = $1 and phone_number = '${ada}'`,
    )
  )[0]?.consent
const ledger = (): Promise<Record<string, unknown>[]> =>
  select('select * from consent_changes where account_id = $1 order by id')
const text = (words: string, receivedAt: string) =>
  receiveTexts(
    world.db,
    account.accountId,
    [textFrom(account, ada, words, { receivedAt: new Date(receivedAt) })],
    () => [],
  )

describe('R18, R41: consent from elsewhere', () => {
  test('makes a profile of an unknown number, with a line of the ledger that says all', async () => {
    const at = ago(60)
    const { result, entries } = await record([yes({ phoneNumber: '+1 (415) 555-0101', at })])
    expect(result).toMatchObject([{ id: expect.any(String), userErrors: [] }])
    expect(await consents()).toEqual([{ phone_number: ada, consent: 'SUBSCRIBED' }])
    expect(await ledger()).toMatchObject([
      {
        profile_id: result[0]?.id,
        at: new Date(at),
        recorded_at: expect.any(Date),
        from_state: 'NEVER_SUBSCRIBED',
        to_state: 'SUBSCRIBED',
        method: 'API',
        evidence: 'Checkout form: “Text me offers”',
        by_user_id: null,
        by_api_key_id: key.kind === 'apiKey' && key.apiKeyId,
      },
    ])
    expect(entries.every(({ kind }) => kind === 'PROFILE_CHANGED')).toBe(true)
  })

  test('said again changes nothing: no line, no push', async () => {
    await record([yes({ at: ago(60) })])
    const { result, entries } = await record([yes({ at: ago(60) }), yes()])
    expect(result).toMatchObject([{ userErrors: [] }, { userErrors: [] }])
    expect(entries).toEqual([])
    expect(await ledger()).toHaveLength(1)
  })

  test('tells of the conversation, too, so that its composer opens live (R6)', async () => {
    const { conversationId } = await buildConversation(
      world.owner,
      account,
      {},
      { phone_number: ada, consent: 'NEVER_SUBSCRIBED' },
    )
    const { entries } = await record([yes()])
    expect(entries).toMatchObject([{ kind: 'PROFILE_CHANGED', conversationId }])
  })

  test('items are taken in order, and one person’s in turn', async () => {
    expect(await codes([yes(), no(), yes(), no({ phoneNumber: '+14155550102' })])).toEqual(['', '', '', ''])
    expect(await consents()).toEqual([
      { phone_number: ada, consent: 'SUBSCRIBED' },
      { phone_number: '+14155550102', consent: 'UNSUBSCRIBED' },
    ])
    expect(await ledger()).toHaveLength(4)
  })

  test('a user’s are imports, in their name', async () => {
    const userId = await buildUser(world.owner, account.accountId, 'MANAGER')
    await record([yes()], agentOf(account.accountId, userId, 'MANAGER'))
    expect(await ledger()).toMatchObject([{ method: 'IMPORT', by_user_id: userId, by_api_key_id: null }])
  })

  test('ends a pending double opt-in (R13), and settles a possible opt-out by a no (R16)', async () => {
    await buildConversation(world.owner, account, { possible_opt_out: true }, { phone_number: ada })
    await record([no()])
    expect(await select('select possible_opt_out from conversations where account_id = $1')).toEqual([
      { possible_opt_out: false },
    ])
    await text('JOIN', ago(1))
    await record([yes()])
    expect(await select('select double_opt_in_until from profiles where account_id = $1')).toEqual([
      { double_opt_in_until: null },
    ])
  })
})

describe('R18: the customer’s own opt-out', () => {
  test.each([
    ['dated later', () => yes({ at: ago(5) }), ''],
    ['dated before', () => yes({ at: ago(15) }), 'OPTED_OUT'],
    ['not dated', () => yes(), 'OPTED_OUT'],
  ])('against evidence %s', async (_, item, code) => {
    await text('STOP', ago(10))
    expect(await codes([item()])).toEqual([code])
    expect(await consent()).toBe(code ? 'UNSUBSCRIBED' : 'SUBSCRIBED')
  })

  test('holds against evidence from between two STOPs', async () => {
    await text('STOP', ago(20))
    await text('STOP', ago(10))
    expect(await codes([yes({ at: ago(15) })])).toEqual(['OPTED_OUT'])
  })

  test('is not for a user to overrule, whatever the evidence', async () => {
    await text('STOP', ago(10))
    const userId = await buildUser(world.owner, account.accountId, 'OWNER')
    expect(await codes([yes({ at: ago(5) })], agentOf(account.accountId, userId, 'OWNER'))).toEqual([
      'OPTED_OUT',
    ])
  })

  test('stays when the same yes is sent again after it', async () => {
    const first = yes({ at: ago(30) })
    await record([first])
    await text('STOP', ago(10))
    expect(await codes([first])).toEqual(['OPTED_OUT'])
    expect(await consent()).toBe('UNSUBSCRIBED')
  })

  test('property: evidence gets nobody back in who opted out at its moment or since', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom('STOP', 'START'), minute: fc.constant(0) }),
      fc.record({ kind: fc.constantFrom('yes', 'no'), minute: fc.integer({ min: 0, max: 40 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        account = await buildAccount(world.owner)
        const apiKeyId = await buildApiKey(world.owner, account.accountId, ['INGEST'])
        key = { kind: 'apiKey', accountId: account.accountId, apiKeyId, scopes: ['INGEST'] }
        const start = Date.now() - 40 * 60_000
        let lastStop = Number.NEGATIVE_INFINITY
        for (const [index, { kind, minute }] of steps.entries()) {
          const now = start + index * 3 * 60_000
          if (kind === 'STOP' || kind === 'START') {
            await text(kind, new Date(now).toISOString())
            lastStop = kind === 'STOP' ? now : Number.NEGATIVE_INFINITY
            continue
          }
          const at = start + minute * 60_000
          const before = await consent()
          await record([(kind === 'yes' ? yes : no)({ at: new Date(at).toISOString() })])
          const came = before !== 'SUBSCRIBED' && (await consent()) === 'SUBSCRIBED'
          if (came) expect(at).toBeGreaterThan(lastStop)
          if (came) lastStop = Number.NEGATIVE_INFINITY
        }
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('R18: what is older gives way', () => {
  test('a yes to a later no, whoever recorded that', async () => {
    await record([no({ at: ago(10) })])
    expect(await codes([yes({ at: ago(20) })])).toEqual(['SUPERSEDED'])
    expect(await codes([yes({ at: ago(5) })])).toEqual([''])
  })

  test('a no to the person’s own later yes, but not to an import’s', async () => {
    const first = yes({ at: ago(10) })
    await record([first])
    expect(await codes([no({ at: ago(20) })]), 'lists of opt-outs come late').toEqual([''])
    expect(await codes([first]), 'and stay, when the yes is sent again').toEqual(['SUPERSEDED'])
    await text('START', ago(8))
    expect(await codes([no({ at: ago(9) })])).toEqual(['SUPERSEDED'])
    expect(await codes([no({ at: ago(7) })])).toEqual([''])
  })

  test('nobody becomes one who never said anything', async () => {
    await record([yes()])
    expect(await codes([yes({ state: 'NEVER_SUBSCRIBED' })])).toEqual(['NOT_UNDONE'])
    expect(await codes([yes({ state: 'NEVER_SUBSCRIBED', phoneNumber: '+14155550102' })])).toEqual([''])
  })
})

describe('refused inputs', () => {
  test.each<[string, Partial<ConsentFields>, string, string]>([
    ['no number', { phoneNumber: 'Ada' }, 'PHONE_NUMBER_INVALID', 'phoneNumber'],
    ['a number too short', { phoneNumber: '+1415' }, 'PHONE_NUMBER_INVALID', 'phoneNumber'],
    ['no evidence', { evidence: ' \n' }, 'EVIDENCE_REQUIRED', 'evidence'],
    ['too much evidence', { evidence: 'x'.repeat(2001) }, 'EVIDENCE_TOO_LONG', 'evidence'],
    ['evidence that is no text', { evidence: 'a\0b' }, 'EVIDENCE_INVALID', 'evidence'],
    ['a date that is none', { at: '2026-02-30T00:00:00Z' }, 'AT_INVALID', 'at'],
    ['a date without an offset', { at: '2026-02-03' }, 'AT_INVALID', 'at'],
    ['the future', { at: ago(-10) }, 'AT_IN_FUTURE', 'at'],
    ['the last century', { at: '1990-01-01T00:00:00Z' }, 'AT_TOO_OLD', 'at'],
  ])('%s', async (_, wrong, code, field) => {
    const { result } = await record([yes({ phoneNumber: '+14155550109' }), yes(wrong)])
    expect(result[0]).toMatchObject({ userErrors: [] })
    expect(result[1]).toMatchObject({ id: null, userErrors: [{ code, field: ['consents', '1', field] }] })
    expect(await consents(), 'the other item is taken').toHaveLength(1)
    expect(await ledger()).toHaveLength(1)
  })

  test('more than 10,000', async () => {
    const ctx = contextOf(world.db, account.accountId, key)
    await expect(recordConsents(ctx, new Array(10_001).fill(yes()))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })
})

test('R3: another account’s profile of the same number is another person', async () => {
  const other = await buildAccount(world.owner)
  await buildProfile(world.owner, other.accountId, { phone_number: ada, consent: 'NEVER_SUBSCRIBED' })
  await record([yes()])
  const { rows } = await world.owner.query('select consent from profiles where account_id = $1', [
    other.accountId,
  ])
  expect(rows).toEqual([{ consent: 'NEVER_SUBSCRIBED' }])
})

test('two opposite calls at once end as one after the other', async () => {
  const ctx = contextOf(world.db, account.accountId, key)
  await Promise.all([recordConsents(ctx, [yes()]), recordConsents({ ...ctx, now: new Date() }, [no()])])
  const lines = await ledger()
  const last = lines.toSorted((a, b) => String(a.id).localeCompare(String(b.id))).at(-1)
  expect(await consent()).toBe(last?.to_state)
  expect(lines[1]?.from_state).toBe(lines[0]?.to_state)
})

test('R41: a thousand take well under a second', async () => {
  const ctx = contextOf(world.db, account.accountId, key)
  const many = Array.from({ length: 1000 }, (_, index) =>
    yes({ phoneNumber: `+1415556${String(index).padStart(4, '0')}`, at: ago(1) }),
  )
  const start = performance.now()
  const results = await recordConsents(ctx, many)
  const took = performance.now() - start
  expect(results.every(({ userErrors }) => userErrors.length === 0)).toBe(true)
  expect(await ledger()).toHaveLength(1000)
  expect(took).toBeLessThan(1_000)
})

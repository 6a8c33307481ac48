import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runAsSystem } from '../../platform/db/as-system.ts'
import { batchTransaction } from '../../platform/db/batch-transaction.ts'
import { newId } from '../../platform/ids.ts'
import { type BuiltAccount, buildAccount, buildProfile, openWorld, type World } from '../../test/build.ts'
import { consentStatements, type LedgerLine } from './consent-statements.ts'

let world: World
let account: BuiltAccount
let profileId: string
beforeAll(async () => {
  world = await openWorld(1)
  account = await buildAccount(world.owner)
  profileId = await buildProfile(world.owner, account.accountId, { phone_number: '+14155550142' })
})
afterAll(() => world.close())

const line = (columns: Partial<LedgerLine>): LedgerLine => ({
  id: newId(),
  profile_id: profileId,
  phone_number: '+14155550142',
  at: new Date('2026-05-01T10:00:00.000Z'),
  from_state: 'SUBSCRIBED',
  to_state: 'UNSUBSCRIBED',
  method: 'KEYWORD',
  evidence: 'STOP',
  rule: 'WHOLE_TEXT',
  opted_out_by_customer: true,
  ...columns,
})
const write = (lines: LedgerLine[]) =>
  batchTransaction(world.db, account.accountId, [], () => ({
    statements: consentStatements(lines),
    result: null,
  }))

describe('R18: the consent ledger', () => {
  test('keeps every change, and the profile the last one', async () => {
    await write([
      line({}),
      line({
        from_state: 'UNSUBSCRIBED',
        to_state: 'SUBSCRIBED',
        evidence: 'START',
        opted_out_by_customer: false,
      }),
    ])
    const { rows } = await world.owner.query(
      `select from_state, to_state, evidence, phone_hash = consent_phone_hash_in(account_id, '+14155550142') as hashed from consent_changes order by id`,
    )
    expect(rows).toEqual([
      { from_state: 'SUBSCRIBED', to_state: 'UNSUBSCRIBED', evidence: 'STOP', hashed: true },
      { from_state: 'UNSUBSCRIBED', to_state: 'SUBSCRIBED', evidence: 'START', hashed: true },
    ])
    const profile = await world.owner.query('select consent, opted_out_by_customer from profiles')
    expect(profile.rows).toEqual([{ consent: 'SUBSCRIBED', opted_out_by_customer: false }])
  })

  test('R31: every change shows in the activity of the person, by itself', async () => {
    const { rows } = await world.owner.query(
      'select k.name, e.at, e.properties from events e join metrics k on k.id = e.metric_id order by e.id',
    )
    const at = new Date('2026-05-01T10:00:00.000Z')
    const properties = { method: 'KEYWORD', rule: 'WHOLE_TEXT' }
    expect(rows).toEqual([
      { name: 'Unsubscribed from SMS', at, properties: { ...properties, from: 'SUBSCRIBED' } },
      { name: 'Subscribed to SMS', at, properties: { ...properties, from: 'UNSUBSCRIBED' } },
    ])
  })

  const tampering = [
    `update parley.consent_changes set to_state = 'SUBSCRIBED'`,
    'delete from parley.consent_changes',
    'truncate parley.consent_changes',
  ]
  test.each(tampering)('is append-only, for its owner: %s', async (text) => {
    await expect(world.owner.query(text)).rejects.toThrow('append-only')
  })
  test.each(tampering)('is append-only, for the system: %s', async (text) => {
    await expect(runAsSystem(world.db, { name: text, text, values: [] })).rejects.toThrow('permission denied')
  })
  test.each(tampering)('is append-only, for the application: %s', async (text) => {
    await expect(world.db.pool.query(text)).rejects.toThrow('permission denied')
  })

  test('stays when the profile goes', async () => {
    await world.owner.query('delete from parley.events where profile_id = $1', [profileId])
    await world.owner.query('delete from parley.profiles where id = $1', [profileId])
    expect((await world.owner.query('select from consent_changes')).rowCount).toBe(2)
  })
})

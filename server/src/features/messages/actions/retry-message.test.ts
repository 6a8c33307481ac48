import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { UserErrors } from '../../../platform/errors.ts'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  type World,
} from '../../../test/build.ts'
import { pushEqualsRefetch } from '../../../test/push-equals-refetch.ts'
import { retryMessage } from './retry-message.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const ctx = () => contextOf(world.db, account.accountId)
const build = (columns: Record<string, unknown>) => buildMessage(world.owner, account, profileId, columns)

describe('R22: an agent sends a message again', () => {
  test.each([
    ['failed for a while', { status: 'FAILED', failure_code: '420' }],
    ['came back undelivered', { status: 'UNDELIVERED', failure_code: '80', carrier_message_id: 'uuid-1' }],
    ['has no known outcome', { status: 'UNKNOWN', send_started_at: new Date(), next_attempt_at: null }],
  ])('that %s', async (_, columns) => {
    const id = await build(columns)
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => retryMessage(ctx(), id))
    expect(entries).toMatchObject([{ kind: 'MESSAGE_CHANGED', messageId: id }])
    const { rows } = await world.owner.query(
      `select status, failure_code, carrier_message_id, send_started_at, next_attempt_at is not null as due
       from messages where id = $1`,
      [id],
    )
    expect(rows).toEqual([
      { status: 'QUEUED', failure_code: null, carrier_message_id: null, send_started_at: null, due: true },
    ])
  })

  test.each([
    ['is queued already', { status: 'QUEUED' }],
    ['was sent', { status: 'SENT' }],
    ['was delivered', { status: 'DELIVERED' }],
    ['failed for good', { status: 'FAILED', failure_code: '50' }],
    ['was stopped by an opt-out', { status: 'FAILED', failure_code: '200' }],
    ['came in', { status: 'RECEIVED', direction: 'INBOUND', kind: 'CUSTOMER' }],
  ])('but not one that %s', async (_, columns) => {
    const id = await build(columns)
    await expect(retryMessage(ctx(), id)).rejects.toThrow(UserErrors)
    const { rows } = await world.owner.query('select status from messages where id = $1', [id])
    expect(rows).toEqual([{ status: columns.status }])
  })

  test('twice at once is one retry', async () => {
    const id = await build({ status: 'UNKNOWN', send_started_at: new Date() })
    const tries = await Promise.allSettled([retryMessage(ctx(), id), retryMessage(ctx(), id)])
    expect(tries.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('R3: but not another account’s', async () => {
    const id = await build({ status: 'UNKNOWN' })
    const stranger = contextOf(world.db, (await buildAccount(world.owner)).accountId)
    await expect(retryMessage(stranger, id)).rejects.toThrow('NOT_FOUND')
  })
})

import { afterAll, beforeEach, describe, expect, test } from 'vitest'
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
import { type ScriptedCarrier, scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { sendQueued } from './send-queued.ts'

const world: World = await openWorld(2)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
})
afterAll(() => world.close())

const queue = (text: string, columns: Record<string, unknown> = {}) =>
  buildMessage(world.owner, account, profileId, { text, ...columns })
const send = (carrier: ScriptedCarrier) =>
  sendQueued(contextOf(world.db, account.accountId), { carrier, callbackUrl: () => '' }, profileId)
const statuses = async (): Promise<string[]> =>
  (
    await world.owner.query('select status from messages where account_id = $1 order by seq', [
      account.accountId,
    ])
  ).rows.map((row) => row.status)
const message = async (id: string): Promise<Record<string, unknown>> =>
  (await world.owner.query('select * from messages where id = $1', [id])).rows[0]

describe('R19: the gate is asked again at the moment of sending', () => {
  const change = (columns: string) =>
    world.owner.query(`update profiles set ${columns} where id = $1`, [profileId])

  test.each([
    ['OPTED_OUT', `consent = 'UNSUBSCRIBED'`],
    ['BLOCKED', 'blocked_at = now()'],
    ['UNREACHABLE', 'unreachable_at = now()'],
  ])('%s since it was queued: it fails with that reason and is not handed over', async (reason, columns) => {
    const id = await queue('1')
    await queue('2')
    await change(columns)
    const carrier = scriptedCarrier()
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => send(carrier))
    expect(carrier.sent).toEqual([])
    expect(await message(id)).toMatchObject({ status: 'FAILED', failure_code: reason })
    expect(await statuses()).toEqual(['FAILED', 'FAILED'])
    expect(entries).toHaveLength(2)
  })

  test('a compliance answer goes to someone who opted out, not to someone blocked', async () => {
    await change(`consent = 'UNSUBSCRIBED'`)
    await queue('Unsubscribed', { kind: 'COMPLIANCE' })
    const carrier = scriptedCarrier()
    await send(carrier)
    expect(carrier.sent).toHaveLength(1)
    await change('blocked_at = now()')
    await queue('Unsubscribed', { kind: 'COMPLIANCE' })
    await send(carrier)
    expect(await statuses()).toEqual(['SENT', 'FAILED'])
  })

  test('a message without a number fails with NO_SENDER', async () => {
    const id = await queue('1', { sender_id: null })
    await send(scriptedCarrier())
    expect(await message(id)).toMatchObject({ status: 'FAILED', failure_code: 'NO_SENDER' })
  })
})

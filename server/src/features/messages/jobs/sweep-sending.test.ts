import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobToAdd } from '../../../platform/jobs/queue.ts'
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
import { accepted, scriptedCarrier } from '../../../test/scripted-carrier.ts'
import { CarrierUnavailable, type SentCandidate } from '../../carrier/carrier.ts'
import { retryMessage } from '../actions/retry-message.ts'
import { claimNext } from '../sending/claim-next.ts'
import { sendQueued } from '../sending/send-queued.ts'
import { settleAttempt } from '../sending/settle-attempt.ts'
import type { SendJob } from './send-jobs.ts'
import { sweepSending } from './sweep-sending.ts'

const world: World = await openWorld(5)
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account))
  await world.owner.query('delete from messages')
})
afterAll(() => world.close())

const ctx = () => contextOf(world.db, account.accountId)
const sweep = async (listed: () => SentCandidate[] = () => []) => {
  const jobs: JobToAdd<SendJob>[] = []
  await sweepSending({
    db: world.db,
    carrier: scriptedCarrier(undefined, listed),
    contextFor: (accountId) => contextOf(world.db, accountId),
    add: async (more) => void jobs.push(...more),
  })
  return jobs.map((job) => job.data)
}
const status = async (id: string): Promise<unknown> =>
  (await world.owner.query('select status from messages where id = $1', [id])).rows[0]?.status
const startedAgo = (id: string, seconds: number) =>
  world.owner.query(`update messages set send_started_at = now() - $2 * interval '1 second' where id = $1`, [
    id,
    seconds,
  ])
const claim = async () => {
  const claimed = await claimNext(ctx(), profileId)
  if (claimed === null || typeof claimed === 'string') throw new Error('nothing to claim')
  return claimed
}

describe('R22, R44: a process that dies between handing over and writing the outcome', () => {
  test('leaves a message that is given up after its lease, and never sent again by itself', async () => {
    const id = await buildMessage(world.owner, account, profileId)
    await claim()
    await startedAgo(id, 15)
    await sweep()
    expect(await status(id)).toBe('QUEUED')
    await startedAgo(id, 25)
    const { entries } = await pushEqualsRefetch(world.db, account.accountId, () => sweep())
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_CHANGED'])
    expect(await status(id)).toBe('UNKNOWN')
    const carrier = scriptedCarrier()
    await sendQueued(ctx(), { carrier, callbackUrl: () => '' }, profileId)
    expect(carrier.sent).toEqual([])
  })

  test('whose list says that it was sent is settled in the same sweep', async () => {
    const id = await buildMessage(world.owner, account, profileId)
    await claim()
    await startedAgo(id, 25)
    await sweep(() => [{ carrierMessageId: 'uuid-listed' }])
    expect(await status(id)).toBe('SENT')
  })

  test('and was only slow may still say what it knows; after the agent’s retry it may not', async () => {
    const id = await buildMessage(world.owner, account, profileId)
    const first = await claim()
    await startedAgo(id, 25)
    await sweep()
    await settleAttempt(ctx(), profileId, first, accepted())
    expect(await status(id)).toBe('SENT')

    const other = await buildMessage(world.owner, account, profileId)
    const second = await claim()
    await startedAgo(other, 25)
    await sweep()
    await retryMessage(ctx(), other)
    await settleAttempt(ctx(), profileId, second, {
      kind: 'refused',
      permanent: true,
      code: '50',
      detail: '',
    })
    expect(await status(other)).toBe('QUEUED')
  })
})

describe('R44: what the queue forgot', () => {
  test('is found by its due time, one job a person; what is under way or not due is left alone', async () => {
    const late = { next_attempt_at: new Date(Date.now() - 5_000) }
    await buildMessage(world.owner, account, profileId, late)
    await buildMessage(world.owner, account, profileId, late)
    const notDue = await buildConversation(world.owner, account)
    const soon = { next_attempt_at: new Date(Date.now() + 60_000) }
    await buildMessage(world.owner, account, notDue.profileId, soon)
    const underWay = await buildConversation(world.owner, account)
    await buildMessage(world.owner, account, underWay.profileId, { ...late, send_started_at: new Date() })
    expect(await sweep()).toEqual([{ accountId: account.accountId, profileId }])
  })

  test('a carrier that can’t be asked about one message does not keep the sweep from the others', async () => {
    const unknown = { status: 'UNKNOWN', send_attempts: 1, send_started_at: new Date(Date.now() - 5_000) }
    const [one, two] = [
      await buildMessage(world.owner, account, profileId, {
        ...unknown,
        next_attempt_at: new Date(Date.now() - 9_000),
      }),
      await buildMessage(world.owner, account, profileId, unknown),
    ]
    let asked = 0
    await sweep(() => {
      if (asked++ === 0) throw new CarrierUnavailable('no answer')
      return [{ carrierMessageId: 'uuid-other' }]
    })
    expect([await status(one), await status(two)]).toEqual(['UNKNOWN', 'SENT'])
  })
})

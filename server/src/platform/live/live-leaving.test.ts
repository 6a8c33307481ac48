import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { agentOf, type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import { CHANGES, hears } from '../../test/live-client.ts'
import { type LiveProcess, startLiveProcess, takeTexts } from '../../test/live-rig.ts'
import type { Actor } from '../auth/actor.ts'
import { newId } from '../ids.ts'

const PERSON = '+14155550101'
let world: World
let process: LiveProcess
let account: BuiltAccount
beforeAll(async () => {
  world = await openWorld(4)
  process = await startLiveProcess(world)
})
afterAll(async () => {
  await process.close()
  await world.close()
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
})

const support = (): Actor => agentOf(account.accountId, newId())

describe('who leaves', () => {
  /** Whether this process looks at the account's log when it hears of a commit elsewhere. */
  const looks = async (): Promise<boolean> => {
    const other = await buildAccount(world.owner)
    const probe = process.connect(agentOf(other.accountId, newId())).listen(CHANGES)
    await hears(probe, 'READY')
    process.logReads.length = 0
    process.executions.length = 0
    await takeTexts(world.db, account, PERSON, 'Anybody?')
    await takeTexts(world.db, other, PERSON, 'Us')
    await hears(probe, 'MESSAGE_RECEIVED')
    probe.stop()
    return process.logReads.length > 1 || process.executions.length > 1
  }

  test('is executed for no more; the last one of an account takes its feed along', async () => {
    const client = process.connect(support())
    const [one, two] = [client.listen(CHANGES), client.listen('subscription { unreadCountChanged }')]
    await hears(one, 'READY')
    expect(await looks()).toBe(true)
    one.stop()
    two.stop()
    // The server takes a socket's messages in order.
    await hears(client.listen(CHANGES), 'READY')
    await client.close()
    await vi.waitFor(async () => expect(await looks()).toBe(false), { timeout: 5_000, interval: 100 })
  })

  test('while another is about to join, takes nothing from it: a page that is loaded anew', async () => {
    const first = process.connect(support())
    const leaves = first.listen(CHANGES)
    await hears(leaves, 'READY')
    const { pool } = process.db
    const connect = pool.connect.bind(pool)
    const gate = Promise.withResolvers<void>()
    const held = vi.spyOn(pool, 'connect').mockImplementationOnce(async () => {
      await gate.promise
      return connect()
    })
    const comes = process.connect(support()).listen(CHANGES)
    await vi.waitFor(() => expect(held).toHaveBeenCalledOnce())
    leaves.stop()
    // Answered without the database, after the message before it.
    await first.listen('{ __typename }').until(({ isComplete }) => isComplete)
    gate.resolve()
    await hears(comes, 'READY')
    await takeTexts(world.db, account, PERSON, 'Loaded anew')
    expect((await hears(comes, 'MESSAGE_RECEIVED')).message?.text).toBe('Loaded anew')
  })
})

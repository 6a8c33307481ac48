import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { agentOf, type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import {
  CHANGES,
  changesOf,
  closeCode,
  hears,
  type Listening,
  reaches,
  refusal,
} from '../../test/live-client.ts'
import { headOf, type LiveProcess, silentWakeUps, startLiveProcess, takeTexts } from '../../test/live-rig.ts'
import type { Actor } from '../auth/actor.ts'
import { newId } from '../ids.ts'
import type { WakeUps } from '../wake-ups/listen.ts'

const PERSON = '+14155550101'
const TRY_AGAIN = 1013
const world: World = await openWorld(4)
let account: BuiltAccount
let actor: Actor
const processes: LiveProcess[] = []
beforeEach(async () => {
  account = await buildAccount(world.owner)
  actor = agentOf(account.accountId, newId())
})
afterEach(async () => {
  vi.useRealTimers()
  for (const process of processes.splice(0)) await process.close()
})
afterAll(() => world.close())

const start = async (wakeUps?: WakeUps): Promise<LiveProcess> => {
  const process = await startLiveProcess(world, wakeUps)
  processes.push(process)
  return process
}
const listen = async (process: LiveProcess, after?: string): Promise<Listening> => {
  const listening = process.connect(actor).listen(CHANGES, after === undefined ? {} : { after })
  await listening.until((now) => changesOf(now).some(({ kind }) => ['READY', 'RESYNC'].includes(kind)))
  return listening
}
const texts = (listening: Listening): string[] =>
  changesOf(listening).flatMap(({ message }) => (message ? [message.text] : []))
const lastCursor = (listening: Listening): string | undefined => changesOf(listening).at(-1)?.cursor

describe('R40: an event that could not be made', () => {
  test.each<[string, (process: LiveProcess) => void]>([
    [
      'since executing threw',
      (process) => {
        process.intercept = ({ kind }) => {
          if (kind === 'MESSAGE_RECEIVED') throw new Error('a bug')
        }
      },
    ],
    [
      'since the database was away for a resolver',
      (process) => {
        process.intercept = ({ kind }) => {
          if (kind === 'MESSAGE_RECEIVED')
            vi.spyOn(process.db.pool, 'connect').mockRejectedValueOnce(new Error('away') as never)
        }
      },
    ],
  ])(
    '%s, closes the sockets of who waited for it, with 1013; they resume without a gap',
    async (_, breakIt) => {
      const process = await start()
      const other = await buildAccount(world.owner)
      const theirs = process.connect(agentOf(other.accountId, newId())).listen(CHANGES)
      await hears(theirs, 'READY')
      const [one, two] = [await listen(process), await listen(process)]
      await takeTexts(process.db, account, PERSON, 'One')
      await Promise.all([hears(one, 'MESSAGE_RECEIVED'), hears(two, 'MESSAGE_RECEIVED')])
      breakIt(process)
      // Another process writes, so that nothing else here asks the database.
      await takeTexts(world.db, account, PERSON, 'Two')
      expect(await Promise.all([closeCode(one), closeCode(two)])).toEqual([TRY_AGAIN, TRY_AGAIN])
      process.intercept = null
      await takeTexts(process.db, account, PERSON, 'Three')
      const again = await listen(process, lastCursor(one))
      await takeTexts(process.db, account, PERSON, 'Four')
      await reaches(again, await headOf(world, account))
      expect([...texts(one), ...texts(again)]).toEqual(['One', 'Two', 'Three', 'Four'])
      expect(theirs.failure).toBeUndefined()
    },
  )

  test('is not left out for who comes between it and the next: the group starts behind it', async () => {
    const process = await start()
    const stays = process.connect(actor).listen(CHANGES)
    await hears(stays, 'READY')
    const ready = lastCursor(stays)
    const failed = Promise.withResolvers<void>()
    process.intercept = async ({ kind }) => {
      if (kind !== 'MESSAGE_RECEIVED') return
      process.intercept = null
      await failed.promise
      throw new Error('a bug')
    }
    await takeTexts(process.db, account, PERSON, 'Fails')
    const comes = process.connect(actor).listen(CHANGES, { after: ready })
    failed.resolve()
    await hears(comes, 'READY')
    await takeTexts(process.db, account, PERSON, 'Next')
    await comes.until((now) => texts(now).includes('Next'))
    expect(texts(comes)).toEqual(['Fails', 'Next'])
  })

  test('and can never be made, does not hold its clients up for ever: they are told to fetch again', async () => {
    const process = await start()
    const one = await listen(process)
    process.intercept = ({ kind }) => {
      if (kind === 'MESSAGE_RECEIVED') throw new Error('a bug for good')
    }
    await takeTexts(process.db, account, PERSON, 'Poison')
    expect(await closeCode(one)).toBe(TRY_AGAIN)
    const again = await listen(process, lastCursor(one))
    expect(changesOf(again)).toMatchObject([{ kind: 'RESYNC', cursor: String(await headOf(world, account)) }])
  })
})

describe('R44: hints', () => {
  test('that are lost altogether: the feed looks by itself', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const process = await start(silentWakeUps())
    const listening = await listen(process)
    await takeTexts(process.db, account, PERSON, 'No hint')
    expect(texts(listening)).toEqual([])
    vi.advanceTimersByTime(5_000)
    await hears(listening, 'MESSAGE_RECEIVED')
    expect(texts(listening)).toEqual(['No hint'])
  })

  test('of a commit that does not continue what was heard make the feed read what is between', async () => {
    const wakeUps = silentWakeUps()
    const process = await start(wakeUps)
    const listening = await listen(process)
    const head = await headOf(world, account)
    await takeTexts(world.db, account, PERSON, 'One', 'Two', 'Three')
    wakeUps.tell({
      accountId: account.accountId,
      seq: head + 3,
      kinds: new Set(['MESSAGE_RECEIVED']),
      commit: { accountId: account.accountId, after: head + 2, entries: [], unreadCount: 1 },
    })
    await reaches(listening, head + 3)
    expect(texts(listening)).toEqual(['One', 'Two', 'Three'])
  })

  test('of two processes: what each commits, both push, in the same order', async () => {
    const [one, two] = [await start(), await start()]
    const listening = [await listen(one), await listen(two)]
    await Promise.all(
      [one, two].map(({ db }, nth) =>
        takeTexts(
          db,
          account,
          `+1415555020${nth}`,
          ...Array.from({ length: 20 }, (_, text) => `${nth}/${text}`),
        ),
      ),
    )
    const head = await headOf(world, account)
    await Promise.all(listening.map((each) => reaches(each, head)))
    const heard = listening.map((each) =>
      changesOf(each).map(({ cursor, kind, message }) => [cursor, kind, message]),
    )
    expect(heard[0]).toEqual(heard[1])
    expect(listening.map((each) => texts(each).length)).toEqual([40, 40])
  })
})

test('R40: while the database is away a subscription closes with 1013, which clients try again after, and the next succeeds', async () => {
  const process = await start()
  vi.spyOn(process.db.pool, 'connect').mockRejectedValueOnce(new Error('away') as never)
  const refused = process.connect(actor).listen(CHANGES)
  expect(await closeCode(refused)).toBe(TRY_AGAIN)
  const listening = await listen(process)
  await takeTexts(world.db, account, PERSON, 'Back')
  await hears(listening, 'MESSAGE_RECEIVED')
})

test('R39: what is wrong with a document has the codes that it has over HTTP', async () => {
  const client = (await start()).connect(actor)
  expect(await refusal(client.listen('subscription { inboxChanged'))).toEqual(['GRAPHQL_PARSE_FAILED'])
  expect(await refusal(client.listen('subscription { inbox }'))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
  expect(await refusal(client.listen(CHANGES, { after: { no: 'text' } }))).toEqual(['BAD_USER_INPUT'])
})

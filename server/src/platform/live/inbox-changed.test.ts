import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { agentOf, type BuiltAccount, buildAccount, openWorld, type World } from '../../test/build.ts'
import { CHANGES, changesOf, hears, type Listening, reaches, refusal } from '../../test/live-client.ts'
import { headOf, type LiveProcess, startLiveProcess, takeTexts } from '../../test/live-rig.ts'
import { newId } from '../ids.ts'

const PERSON = '+14155550101'
let world: World
let process: LiveProcess
let account: BuiltAccount
let client: ReturnType<LiveProcess['connect']>
beforeAll(async () => {
  world = await openWorld(6)
  process = await startLiveProcess(world)
})
afterAll(async () => {
  await process.close()
  await world.close()
})
beforeEach(async () => {
  account = await buildAccount(world.owner)
  client = process.connect(agentOf(account.accountId, newId()))
})

const listenFrom = (after?: number | string): Listening =>
  client.listen(CHANGES, after === undefined ? {} : { after: String(after) })
const cursors = (listening: Listening): number[] => changesOf(listening).map(({ cursor }) => Number(cursor))
const kinds = (listening: Listening): string[] => changesOf(listening).map(({ kind }) => kind)
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('R40: where a subscriber starts', () => {
  test('without a cursor READY comes first, with the current one; then what happens', async () => {
    await takeTexts(process.db, account, PERSON, 'Before')
    const head = await headOf(world, account)
    const listening = listenFrom()
    const ready = await hears(listening, 'READY')
    expect(ready).toMatchObject({ cursor: String(head), unreadCount: 1, message: null })
    await takeTexts(process.db, account, PERSON, 'After')
    const received = await hears(listening, 'MESSAGE_RECEIVED')
    expect(received).toMatchObject({ cursor: String(head + 1), message: { text: 'After' } })
    expect(kinds(listening)[0]).toBe('READY')
  })

  test('with a cursor what was missed comes first, in order, then READY, then what happens', async () => {
    await takeTexts(process.db, account, PERSON, 'One', 'Two', 'Three')
    const head = await headOf(world, account)
    const listening = listenFrom(1)
    await hears(listening, 'READY')
    expect(cursors(listening)).toEqual([...range(2, head), head])
    expect(kinds(listening).at(-1)).toBe('READY')
    await takeTexts(process.db, account, PERSON, 'Four')
    await reaches(listening, head + 1)
    expect(cursors(listening)).toEqual([...range(2, head), head, head + 1])
  })

  test('with the current cursor there is nothing to replay', async () => {
    await takeTexts(process.db, account, PERSON, 'One')
    const head = await headOf(world, account)
    const listening = listenFrom(head)
    await hears(listening, 'READY')
    expect(cursors(listening)).toEqual([head])
  })

  const toHead = async (seq: number, floor = 0): Promise<void> => {
    await world.owner.query('update account_heads set seq = $2, log_floor = $3 where account_id = $1', [
      account.accountId,
      seq,
      floor,
    ])
  }

  test.each<[string, number, number, number]>([
    ['older than the log is kept for', 40, 30, 29],
    ['beyond the head, of another log', 40, 0, 41],
    ['more than 5,000 changes ago', 5_001, 0, 0],
    ['whose entries are gone', 40, 0, 20],
  ])('a cursor %s is told to fetch again, and goes on from there', async (_, head, floor, after) => {
    await toHead(head, floor)
    const listening = listenFrom(after)
    expect(await hears(listening, 'RESYNC')).toMatchObject({ cursor: String(head), conversation: null })
    await takeTexts(process.db, account, PERSON, 'After')
    await reaches(listening, head + 1)
    expect(kinds(listening)).not.toContain('READY')
    expect(cursors(listening).slice(0, 2)).toEqual([head, head + 1])
  })

  test('5,000 changes are replayed', async () => {
    await toHead(5_000)
    await world.owner.query(
      `insert into parley.change_log (account_id, seq, kind)
       select $1, n, 'CONVERSATION_CHANGED' from generate_series(1, 5000) n`,
      [account.accountId],
    )
    const listening = listenFrom(0)
    await hears(listening, 'READY')
    expect(cursors(listening)).toEqual([...range(1, 5_000), 5_000])
  })

  test.each(['abc', '', '1.5', '-1', ' 1', '1e3', 'NaN', '9'.repeat(30)])(
    'R39: %j is no cursor, and said to be none; the socket goes on',
    async (after) => {
      expect(await refusal(listenFrom(after))).toEqual(['BAD_USER_INPUT'])
      const literal = client.listen(`subscription { inboxChanged(after: ${JSON.stringify(after)}) { kind } }`)
      expect(await refusal(literal)).toEqual(['BAD_USER_INPUT'])
      await hears(listenFrom(), 'READY')
    },
  )
})

test('R40: under constant commits each of 30 who join at random hears every change after its cursor, once, in order', async () => {
  await takeTexts(process.db, account, PERSON, 'First')
  let isWriting = true
  const writers = [process.db, world.db].map(async (db, writer) => {
    for (let text = 0; isWriting; text++) await takeTexts(db, account, `+1415555020${writer}`, `Text ${text}`)
  })
  const subscribers: { after: number | undefined; listening: Listening }[] = []
  const opened = [client]
  for (let nth = 0; nth < 30; nth++) {
    const head = await headOf(world, account)
    const after = nth % 3 === 0 ? undefined : Math.floor(Math.random() * (head + 1))
    const subscriber = nth % 2 === 0 ? client : process.connect(agentOf(account.accountId, newId()))
    opened.push(subscriber)
    const variables = after === undefined ? {} : { after: String(after) }
    subscribers.push({ after, listening: subscriber.listen(CHANGES, variables) })
    // Some join in a crowd, others on their own.
    if (Math.random() < 0.4) await hears(subscribers[nth]?.listening ?? never(), 'READY')
  }
  await Promise.all(subscribers.map(({ listening }) => hears(listening, 'READY')))
  isWriting = false
  await Promise.all(writers)
  await takeTexts(process.db, account, PERSON, 'Last')
  const head = await headOf(world, account)
  await Promise.all(
    subscribers.map(({ listening }) => listening.until((now) => cursors(now).at(-1) === head)),
  )
  for (const { after, listening } of subscribers) {
    const changes = changesOf(listening)
    const ready = changes.findIndex(({ kind }) => kind === 'READY')
    const start = after ?? Number(changes[ready]?.cursor)
    expect(changes.filter(({ kind }) => kind === 'READY')).toHaveLength(1)
    expect(Number(changes[ready]?.cursor), 'READY carries the place where live begins').toBe(
      start + (after === undefined ? 0 : ready),
    )
    expect(cursors({ ...listening, heard: listening.heard.toSpliced(ready, 1) })).toEqual(
      range(start + 1, head),
    )
  }
})

const never = (): never => {
  throw new Error('no such subscriber')
}

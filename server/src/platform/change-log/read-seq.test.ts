import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { type BuiltAccount, buildAccount, nextSeq, openWorld, type World } from '../../test/build.ts'
import { newId } from '../ids.ts'
import { createSeqReader } from './read-seq.ts'

const world: World = await openWorld(3)
let account: BuiltAccount
beforeEach(async () => {
  vi.restoreAllMocks()
  account = await buildAccount(world.owner)
})
afterAll(() => world.close())

test('those who ask while a read is under way share the next one', async () => {
  const connect = vi.spyOn(world.db.pool, 'connect')
  const { read: readSeq } = createSeqReader(world.db)
  const asked = Array.from({ length: 50 }, () => readSeq(account.accountId))
  expect(new Set(await Promise.all(asked)).size).toBe(1)
  expect(connect).toHaveBeenCalledTimes(2)
  await readSeq(account.accountId)
  expect(connect).toHaveBeenCalledTimes(3)
})

test('R40: nobody is given a sequence that was read before they asked', async () => {
  const { read: readSeq } = createSeqReader(world.db)
  let [committed, isWriting] = [0, true]
  const reader = async (): Promise<number> => {
    let late = 0
    while (isWriting) {
      const before = committed
      if ((await readSeq(account.accountId)) < before) late += 1
    }
    return late
  }
  const readers = Promise.all([1, 2, 3, 4, 5].map(reader))
  for (let write = 0; write < 300; write++) committed = await nextSeq(world.owner, account.accountId)
  isWriting = false
  expect(await readers).toEqual([0, 0, 0, 0, 0])
  expect(await readSeq(account.accountId)).toBe(committed)
})

test('R3: each account is given its own', async () => {
  const other = await buildAccount(world.owner)
  await nextSeq(world.owner, other.accountId)
  const { read: readSeq } = createSeqReader(world.db)
  expect(await Promise.all([account, other, account].map(({ accountId }) => readSeq(accountId)))).toEqual([
    0, 1, 0,
  ])
})

test('a read that fails fails for those who waited for it, and no one after', async () => {
  const { read: readSeq } = createSeqReader(world.db)
  await expect(readSeq(newId())).rejects.toThrow('no such account')
  vi.spyOn(world.db.pool, 'connect').mockRejectedValueOnce(new Error('away') as never)
  const [first, second] = await Promise.allSettled([readSeq(account.accountId), readSeq(account.accountId)])
  expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled'])
  expect(await readSeq(account.accountId)).toBe(0)
})

test('what was read last is known, until then nothing', async () => {
  const seqs = createSeqReader(world.db)
  expect(seqs.last(account.accountId)).toBeUndefined()
  await nextSeq(world.owner, account.accountId)
  await seqs.read(account.accountId)
  await nextSeq(world.owner, account.accountId)
  expect(seqs.last(account.accountId)).toBe(1)
})

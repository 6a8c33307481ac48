import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createBatcher } from './batcher.ts'

/** A batcher whose batches end when told to. */
const held = (maxSize = 3) => {
  const batches: { key: string; items: number[]; end(error?: Error): void }[] = []
  const batcher = createBatcher<number, string>(
    (key, items) =>
      new Promise((resolve, reject) =>
        batches.push({
          key,
          items,
          end: (error) => (error ? reject(error) : resolve(items.map((item) => `${key}${item}`))),
        }),
      ),
    maxSize,
  )
  return { batches, batcher }
}

describe('a batcher', () => {
  test('R12: takes a key’s items in the order of arrival, in batches that follow one another', async () => {
    const { batches, batcher } = held()
    const results = [1, 2, 3, 4, 5].map((item) => batcher.submit('a', item))
    await nextTurn()
    expect(batches.map((batch) => batch.items)).toEqual([[1, 2, 3]])
    results.push(batcher.submit('a', 6))
    await nextTurn()
    expect(batches).toHaveLength(1)
    batches[0]?.end()
    await nextTurn()
    expect(batches[1]?.items).toEqual([4, 5, 6])
    batches[1]?.end()
    expect(await Promise.all(results)).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6'])
  })

  test('lets keys go side by side', async () => {
    const { batches, batcher } = held()
    const [a, b] = [batcher.submit('a', 1), batcher.submit('b', 2)]
    await nextTurn()
    expect(batches.map((batch) => batch.key)).toEqual(['a', 'b'])
    batches[1]?.end()
    expect(await b).toBe('b2')
    batches[0]?.end()
    expect(await a).toBe('a1')
  })

  test('fails the items of a batch that failed, and no others', async () => {
    const { batches, batcher } = held(2)
    const results = [1, 2, 3].map((item) => batcher.submit('a', item))
    const settled = Promise.allSettled(results)
    await nextTurn()
    batches[0]?.end(new Error('poison'))
    await nextTurn()
    batches[1]?.end()
    expect(
      (await settled).map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
    ).toEqual(['Error: poison', 'Error: poison', 'a3'])
  })

  test('is idle when nothing waits or is under way, also after a failure', async () => {
    const { batches, batcher } = held()
    await batcher.idle()
    const failed = batcher.submit('a', 1).catch(() => 'failed')
    let isIdle = false
    const idle = batcher.idle().then(() => {
      isIdle = true
    })
    await nextTurn()
    expect(isIdle).toBe(false)
    batches[0]?.end(new Error('no'))
    await idle
    expect(await failed).toBe('failed')
  })

  test('fails items whose run throws at once', async () => {
    const batcher = createBatcher<number, number>(() => {
      throw new Error('at once')
    }, 10)
    await expect(batcher.submit('a', 1)).rejects.toThrow('at once')
    await batcher.idle()
  })
})

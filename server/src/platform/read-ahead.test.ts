import { setImmediate as nextTurn } from 'node:timers/promises'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createReadAhead } from './read-ahead.ts'

interface Step {
  items: number[]
  end(error?: Error): void
}

/** An item that can't be decided on. */
const poison = -1

/**
 * Takes items whose reads, writes and recoveries end when told to; of some there is nothing to read. A draft is its
 * items, and those it rests on.
 */
const held = (maxSize = 3, isThere: (items: number[]) => boolean = () => false) => {
  const steps: Record<'reads' | 'writes' | 'recoveries', Step[]> = { reads: [], writes: [], recoveries: [] }
  const drafts: { items: number[]; behind: number[][] }[] = []
  const written: number[] = []
  const hold = (kind: keyof typeof steps, items: number[]): Promise<void> =>
    new Promise((resolve, reject) =>
      steps[kind].push({ items, end: (error) => (error ? reject(error) : resolve()) }),
    )
  const ahead = createReadAhead<number, true, { items: number[] }, string>(
    {
      find: (_key, items) => (isThere(items) ? true : hold('reads', items).then(() => true as const)),
      open: () => ({ items: [] }),
      take: (draft, items, _found, behind) => {
        if (items.includes(poison)) throw new Error('can’t decide')
        drafts.push({ items, behind: behind.map((one) => [...one.items]) })
        draft.items.push(...items)
      },
      write: async (_key, draft) => {
        await hold('writes', draft.items)
        written.push(...draft.items)
        return draft.items.map(String)
      },
      recover: async (_key, items, error) => {
        await hold('recoveries', items)
        written.push(...items)
        return items.map((item) => `${item} after ${(error as Error).message}`)
      },
    },
    maxSize,
  )
  const submit = (...items: number[]) => items.map((item) => ahead.submit('a', item))
  const end = async (kind: keyof typeof steps, error?: Error): Promise<number[]> => {
    const step = steps[kind].shift()
    if (!step) throw new Error(`nothing among the ${kind}`)
    step.end(error)
    await nextTurn()
    return step.items
  }
  return { ahead, steps, drafts, written, submit, end }
}

describe('reading ahead', () => {
  test('takes what one turn of the event loop brings in one read and one write', async () => {
    const { submit, end, ahead } = held()
    const results = submit(1, 2)
    await nextTurn()
    expect(await end('reads')).toEqual([1, 2])
    expect(await end('writes')).toEqual([1, 2])
    expect(await Promise.all(results)).toEqual(['1', '2'])
    await ahead.idle()
  })

  test('reads and decides on the next batch while one is written, and writes it only after that', async () => {
    const { submit, end, steps, drafts } = held()
    const results = submit(1)
    await nextTurn()
    await end('reads')
    results.push(...submit(2))
    await nextTurn()
    await end('reads')
    results.push(...submit(3))
    await nextTurn()
    await end('reads')
    expect(steps.writes.map((write) => write.items)).toEqual([[1]])
    // Each knows of the drafts that its read may have missed.
    expect(drafts).toEqual([
      { items: [1], behind: [] },
      { items: [2], behind: [[1]] },
      { items: [3], behind: [[1]] },
    ])
    await end('writes')
    expect(await end('writes')).toEqual([2, 3])
    expect(await Promise.all(results)).toEqual(['1', '2', '3'])
  })

  test('what there is nothing to read for is decided on at once, and written with all that came by then', async () => {
    const { submit, end, steps, drafts } = held(3, () => true)
    const results = submit(1)
    await nextTurn()
    results.push(...submit(2))
    await nextTurn()
    results.push(...submit(3))
    await nextTurn()
    expect(steps.reads).toEqual([])
    expect(drafts.map(({ behind }) => behind)).toEqual([[], [[1]], [[1]]])
    expect(await end('writes')).toEqual([1])
    results.push(...submit(4, 5))
    await nextTurn()
    expect(await end('writes')).toEqual([2, 3])
    expect(await end('writes')).toEqual([4, 5])
    expect(await Promise.all(results)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('a write that fails is recovered, and what was built on it is read again, in order', async () => {
    const { submit, end, steps, written, ahead } = held()
    const results = submit(1)
    await nextTurn()
    await end('reads')
    results.push(...submit(2))
    await nextTurn()
    await end('reads')
    results.push(...submit(3))
    await nextTurn()
    await end('writes', new Error('overtaken'))
    results.push(...submit(4))
    await nextTurn()
    // The read of 3 ends, but counts for nothing any more.
    await end('reads')
    expect(steps.writes).toEqual([])
    await end('recoveries')
    expect(await end('reads')).toEqual([2, 3, 4])
    await end('writes')
    expect(await Promise.all(results)).toEqual(['1 after overtaken', '2', '3', '4'])
    expect(written).toEqual([1, 2, 3, 4])
    await ahead.idle()
  })

  test('a read that fails waits for all that is ahead of it', async () => {
    const { submit, end, steps, written } = held()
    const results = submit(1)
    await nextTurn()
    await end('reads')
    results.push(...submit(2))
    await nextTurn()
    await end('reads', new Error('no'))
    expect(steps.recoveries).toEqual([])
    await end('writes')
    await end('recoveries')
    expect(await Promise.all(results)).toEqual(['1', '2 after no'])
    expect(written).toEqual([1, 2])
  })

  test('one that can’t be decided on is recovered with those in its draft, behind all that is ahead of it', async () => {
    const { submit, end, steps, written, ahead } = held(3, () => true)
    const results = submit(1)
    await nextTurn()
    results.push(...submit(2))
    await nextTurn()
    results.push(...submit(poison))
    await nextTurn()
    results.push(...submit(3))
    await nextTurn()
    expect(steps.recoveries).toEqual([])
    await end('writes')
    expect(await end('recoveries')).toEqual([2, poison])
    await end('writes')
    expect(await Promise.all(results)).toEqual(['1', '2 after can’t decide', '-1 after can’t decide', '3'])
    expect(written).toEqual([1, 2, poison, 3])
    await ahead.idle()
  })

  test('one that can’t be recovered rejects, and the next goes on', async () => {
    const { submit, end, ahead } = held()
    const [lost] = submit(1)
    const caught = lost?.catch((error: Error) => error.message)
    await nextTurn()
    await end('reads', new Error('no'))
    await end('recoveries', new Error('nor so'))
    expect(await caught).toBe('nor so')
    const [next] = submit(2)
    await nextTurn()
    await end('reads')
    await end('writes')
    expect(await next).toBe('2')
    await ahead.idle()
  })

  test('R12: whatever fails and whenever, each item is written once, in the order of arrival', async () => {
    const kinds = fc.constantFrom('submit', 'reads', 'writes', 'recoveries', 'fail reads', 'fail writes')
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { maxLength: 60 }), async (moves) => {
        const { ahead, steps, submit, end, written } = held(3, ([first = 0]) => first % 3 === 0)
        const results: Promise<string>[] = []
        const step = async (kind: keyof typeof steps, error?: Error) => {
          if (steps[kind].length > 0) await end(kind, error)
        }
        for (const move of moves) {
          if (move === 'submit') {
            results.push(...submit(results.length + 1))
            await nextTurn()
          } else if (move === 'fail reads') await step('reads', new Error('read'))
          else if (move === 'fail writes') await step('writes', new Error('write'))
          else await step(move)
        }
        while (Object.values(steps).some((waiting) => waiting.length > 0))
          for (const kind of ['reads', 'writes', 'recoveries'] as const) await step(kind)
        await ahead.idle()
        expect(written).toEqual(results.map((_, index) => index + 1))
        for (const [index, result] of (await Promise.all(results)).entries())
          expect(result.split(' ')[0]).toBe(String(index + 1))
      }),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { presentError } from '../../platform/graphql/present-error.ts'
import { createLogger } from '../../platform/log.ts'
import { ITEMS_AT_ONCE, inParts, taken } from './bulk.ts'

const read = (count: number) => Array.from({ length: count }, (_, item) => ({ item, userErrors: [] }))
/** Fails at the n-th part. */
const failingAt = (nth: number) => {
  let part = 0
  return async (items: { item: number }[]) => {
    part += 1
    if (part === nth) throw new Error('the database is away')
    return items.map(({ item }) => taken(`${item}`))
  }
}
const told = async (failing: Promise<unknown>): Promise<string> =>
  failing.then(
    () => 'nothing failed',
    (error: unknown) => presentError(createLogger('silent'), error).message,
  )

describe('R41: a bulk call that fails on our side', () => {
  test('after some parts says what stays, and what to do', async () => {
    expect(await told(inParts(read(ITEMS_AT_ONCE * 3), failingAt(3)))).toMatch(
      /^Something went wrong on our side; 2000 of 3000 items were taken; repeat the very same call .* Reference \w+$/,
    )
  })

  test('at the first part says that nothing was changed', async () => {
    expect(await told(inParts(read(3), failingAt(1)))).toMatch(/; nothing was changed\. Reference \w+$/)
  })

  test('gives results in their places otherwise', async () => {
    const results = await inParts(read(ITEMS_AT_ONCE + 1), failingAt(9))
    expect(results.map(({ id }) => id)).toEqual(read(ITEMS_AT_ONCE + 1).map(({ item }) => `${item}`))
  })
})

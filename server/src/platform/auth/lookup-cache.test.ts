import { expect, test, vi } from 'vitest'
import { LookupCache } from './lookup-cache.ts'

const minute = 60_000

test('look-ups of one key at the same time are one, and the result is kept, null too', async () => {
  const cache = new LookupCache<string | null>(minute, 10)
  const load = vi.fn(async () => null)
  await Promise.all([cache.resolve('a', load), cache.resolve('a', load)])
  await cache.resolve('a', load)
  expect(load).toHaveBeenCalledTimes(1)
})

test('a result that was asked for before something was forgotten is not kept, nor shared with those who ask after', async () => {
  const cache = new LookupCache<string>(minute, 10)
  const before = Promise.withResolvers<string>()
  const early = cache.resolve('a', () => before.promise)
  cache.forget(() => false)
  expect(await cache.resolve('a', async () => 'new')).toBe('new')
  before.resolve('old')
  expect(await early).toBe('old')
  expect(cache.get('a')).toBe('new')
})

test('only what matches is forgotten', async () => {
  const cache = new LookupCache<string>(minute, 10)
  for (const key of ['a', 'b']) await cache.resolve(key, async () => key)
  cache.forget((value) => value === 'a')
  expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 'b'])
})

test('beyond the bound the oldest goes first', async () => {
  const cache = new LookupCache<string>(minute, 2)
  for (const key of ['a', 'b', 'c']) await cache.resolve(key, async () => key)
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, 'b', 'c'])
})

test('a look-up that failed is asked again', async () => {
  const cache = new LookupCache<string>(minute, 10)
  await expect(cache.resolve('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(await cache.resolve('a', async () => 'up')).toBe('up')
})

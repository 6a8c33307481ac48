import { afterEach, expect, test, vi } from 'vitest'
import { AskedBefore } from './asked-before.ts'

afterEach(() => vi.useRealTimers())

test('what came lately is known, to whoever asked it, and forgotten after a while', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
  const asked = new AskedBefore(5_000)
  expect(asked.note('a', 'x')).toBe(false)
  expect(asked.note('a', 'x')).toBe(true)
  expect(asked.note('b', 'x')).toBe(false)
  for (let n = 0; n < 10; n++) {
    vi.advanceTimersByTime(2_499)
    expect(asked.note('a', 'x')).toBe(true)
  }
  expect(asked.note('b', 'x')).toBe(false)
  vi.advanceTimersByTime(5_000)
  expect(asked.note('a', 'x')).toBe(false)
  asked.note('c', 'once')
  for (let n = 0; n < 3; n++) {
    vi.advanceTimersByTime(2_500)
    asked.note('d', 'meanwhile')
  }
  expect(asked.note('c', 'once')).toBe(false)
})

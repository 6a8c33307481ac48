import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capacityOf, tokensIn } from './token-bucket.ts'

const pace = fc.double({ min: 0.01, max: 1_000, noNaN: true })

describe('R41: a sender’s bucket', () => {
  test('gives no more than its pace and one burst, whatever the looks, and all of its pace to who looks often', () => {
    const looks = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(pace, looks, (perSecond, waits) => {
        let tokens = tokensIn(null, perSecond)
        let [taken, time, lost] = [0, 0, 0]
        for (const wait of waits) {
          time += wait
          lost += Math.max(0, tokens + wait * perSecond - capacityOf(perSecond))
          tokens = tokensIn({ tokens, secondsAgo: wait }, perSecond)
          const some = Math.floor(tokens)
          taken += some
          tokens -= some
        }
        expect(taken).toBeLessThanOrEqual(time * perSecond + capacityOf(perSecond) + 1e-6)
        expect(taken).toBeGreaterThan(time * perSecond - lost - 1)
      }),
    )
  })

  test('of a slow sender comes to a whole token in time', () => {
    expect(tokensIn({ tokens: 0, secondsAgo: 99 }, 0.01)).toBeLessThan(1)
    expect(tokensIn({ tokens: 0, secondsAgo: 100 }, 0.01)).toBe(1)
    expect(tokensIn({ tokens: 0, secondsAgo: 1_000 }, 0.01)).toBe(1)
  })

  test('a clock that was set back adds nothing', () => {
    expect(tokensIn({ tokens: 3, secondsAgo: -60 }, 5)).toBe(3)
  })
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { callbackPath, readCallbackPath, STATUS_PATH } from './callback-path.ts'

test('R22: a callback’s path names the message and the attempt that it was made for', () => {
  const target = fc.record({
    accountId: fc.uuid(),
    messageId: fc.uuid(),
    attempt: fc.integer({ min: 1, max: 9_999 }),
  })
  fc.assert(
    fc.property(target, (target) => {
      expect(readCallbackPath(callbackPath(target))).toEqual(target)
    }),
  )
})

test.each([STATUS_PATH, `${STATUS_PATH}/a/b/1`, `/else${STATUS_PATH}`])(
  'any other path names none: %s',
  (path) => {
    expect(readCallbackPath(path)).toBeNull()
  },
)

import { expect, test } from 'vitest'
import { carrierConfirms } from './keywords.ts'

test.each(['STOP', 'end', 'Quit', 'CANCEL', 'unsubscribe', 'UNSUB', 'stop all', 'STOP \n', ' Stop'])(
  'R15: the carrier confirms the opt-out "%s"',
  (text) => {
    expect(carrierConfirms(text)).toBe(true)
  },
)

test.each([
  'REVOKE',
  'OPTOUT',
  'OPT OUT',
  'STOPALL',
  'Stop!',
  's-t-o-p',
  'STOP 🛑',
  'please stop',
  'JOIN',
  '',
])('R15: it leaves "%s" to us', (text) => {
  expect(carrierConfirms(text)).toBe(false)
})

test.each(['START', 'yes', 'RESUME', 'UNSTOP', 'Go', 'HELP', 'info'])('it answers "%s" too', (text) => {
  expect(carrierConfirms(text)).toBe(true)
})

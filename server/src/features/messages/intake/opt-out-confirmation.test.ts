import { describe, expect, test } from 'vitest'
import { newId } from '../../../platform/ids.ts'
import { intakeSettings } from '../../../test/intake-settings.ts'
import { decideIntake } from './decide-intake.ts'
import type { IncomingText } from './incoming-text.ts'

const us = '+15550001000'
const tollFree = '+18885550100'
const uk = '+447700900123'

/** Confirmations queued for a text of a stranger. */
const confirmations = (
  text: Partial<IncomingText> & { to: string; from: string },
  isOnByCarrier: boolean,
): number => {
  const settings = intakeSettings({ carrierConfirmsOptOut: isOnByCarrier })
  const { messages, people } = decideIntake(
    { account: { head: 0, settings }, people: new Map(), known: new Set() },
    [
      {
        carrierMessageId: newId(),
        senderId: newId(),
        senderType: 'LONG_CODE',
        text: 'STOP',
        mediaCount: 0,
        receivedAt: new Date(),
        ...text,
      },
    ],
  )
  expect([...people.values()]).toMatchObject([{ consent: 'UNSUBSCRIBED' }])
  return messages.filter((message) => message.kind === 'COMPLIANCE').length
}

describe('R15: exactly one confirmation of an opt-out, the carrier’s or ours', () => {
  const person = '+14155550101'
  test.each<[string, Partial<IncomingText> & { to: string }, ours: 0 | 1]>([
    ['long code, a word of the carrier’s list', { to: us, text: 'STOP' }, 0],
    ['long code, the same in its own way', { to: us, text: ' unsubscribe\n' }, 0],
    ['toll-free, a word of the carrier’s list', { to: tollFree, senderType: 'TOLL_FREE', text: 'END' }, 0],
    ['long code, a word that the carrier doesn’t know', { to: us, text: 'REVOKE' }, 1],
    ['long code, another', { to: us, text: 'OPT OUT' }, 1],
    ['long code, another', { to: us, text: 'STOPALL' }, 1],
    ['long code, its word in other dress', { to: us, text: 'Stop!' }, 1],
    ['long code, a sentence', { to: us, text: 'please stop texting me' }, 1],
    [
      'long code, a sentence that the carrier understood',
      { to: us, text: 'please stop texting me', intent: 'optout' },
      0,
    ],
    ['toll-free, a sentence', { to: tollFree, senderType: 'TOLL_FREE', text: 'just stop' }, 1],
    [
      'short code: the carrier does nothing there',
      { to: '55512', senderType: 'SHORT_CODE', text: 'STOP' },
      1,
    ],
    [
      'short code, whatever the intent says',
      { to: '55512', senderType: 'SHORT_CODE', text: 'STOP', intent: 'optout' },
      1,
    ],
    ['a British long code', { to: uk, text: 'STOP' }, 1],
    ['a British long code, whatever the intent says', { to: uk, text: 'STOP', intent: 'optout' }, 1],
  ])('%s', (_, text, ours) => {
    expect(confirmations({ from: person, ...text }, true)).toBe(ours)
    // With the carrier's own service off it is always ours.
    expect(confirmations({ from: person, ...text }, false)).toBe(1)
  })

  test('someone from abroad on a US long code is confirmed by us, unless the carrier says that it understood', () => {
    expect(confirmations({ to: us, from: uk }, true)).toBe(1)
    expect(confirmations({ to: us, from: uk, intent: 'optout' }, true)).toBe(0)
  })

  test('a Canadian is as an American', () => {
    expect(confirmations({ to: us, from: '+16045550101' }, true)).toBe(0)
  })
})

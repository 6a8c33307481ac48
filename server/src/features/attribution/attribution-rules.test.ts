import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AttributionReason, attribute, type LastReceived } from './attribution-rules.ts'

const sentAt = new Date('2026-03-07T22:00:00.000Z')
const msOn = (ms: number): Date => new Date(sentAt.getTime() + ms)
const HOUR = 3_600_000
const campaign: LastReceived = { sourceId: 'spring-sale', at: sentAt, isAnswered: false }
const reply: LastReceived = { ...campaign, sourceId: null }
const answered = (last: LastReceived): LastReceived => ({ ...last, isAnswered: true })

describe('R38: a text is attributed, or the first rule that denies it is given', () => {
  const cases: [string, LastReceived | null, boolean, number, AttributionReason][] = [
    ['first after a campaign', campaign, false, HOUR, 'ATTRIBUTED'],
    ['at the very moment', campaign, false, 0, 'ATTRIBUTED'],
    ['whose clock is behind that of the carrier', campaign, false, -50, 'ATTRIBUTED'],
    ['in the last millisecond of the window', campaign, false, 24 * HOUR, 'ATTRIBUTED'],
    ['a millisecond later', campaign, false, 24 * HOUR + 1, 'OUTSIDE_WINDOW'],
    ['the second after a campaign', answered(campaign), false, HOUR, 'NOT_FIRST_REPLY'],
    ['the second, after the window', answered(campaign), false, 25 * HOUR, 'OUTSIDE_WINDOW'],
    ['after an agent’s reply', reply, false, HOUR, 'LAST_MESSAGE_NOT_MARKETING'],
    ['after an agent’s reply of long ago', reply, false, 999 * HOUR, 'LAST_MESSAGE_NOT_MARKETING'],
    ['a second after an agent’s reply', answered(reply), false, HOUR, 'LAST_MESSAGE_NOT_MARKETING'],
    ['of somebody who has received nothing', null, false, 0, 'NO_PRIOR_MESSAGE'],
    ['a keyword after a campaign', campaign, true, HOUR, 'KEYWORD'],
    ['a keyword of somebody who has received nothing', null, true, 0, 'KEYWORD'],
  ]
  test.each(cases)('%s', (_, last, isKeyword, ms, reason) => {
    const attribution = attribute({ isKeyword, receivedAt: msOn(ms) }, last, 24)
    expect(attribution).toEqual({ reason, sourceId: reason === 'ATTRIBUTED' ? 'spring-sale' : null })
  })

  test.each([1, 24, 72, 720])('the window is %i hours, whatever the clocks do in between', (hours) => {
    const at = (ms: number) => attribute({ isKeyword: false, receivedAt: msOn(ms) }, campaign, hours).reason
    expect([at(hours * HOUR), at(hours * HOUR + 1)]).toEqual(['ATTRIBUTED', 'OUTSIDE_WINDOW'])
  })
})

test('R38: only what is ATTRIBUTED names a source, and only that of the last message', () => {
  const last = fc.option(
    fc.record({
      sourceId: fc.option(fc.uuid()),
      at: fc.date({ noInvalidDate: true, min: msOn(-HOUR * 1_000), max: msOn(HOUR * 1_000) }),
      isAnswered: fc.boolean(),
    }),
  )
  fc.assert(
    fc.property(last, fc.boolean(), fc.integer({ min: 1, max: 720 }), (last, isKeyword, hours) => {
      const { sourceId, reason } = attribute({ isKeyword, receivedAt: sentAt }, last, hours)
      expect(sourceId).toBe(reason === 'ATTRIBUTED' ? (last?.sourceId ?? 'none') : null)
    }),
  )
})

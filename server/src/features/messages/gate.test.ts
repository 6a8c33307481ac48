import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quietHours } from '../quiet-hours/quiet-hours.ts'
import { askGate, type GatePurpose, type GateSubject, gateFor, gateMessages } from './gate.ts'

const noon = new Date('2026-11-23T17:00Z')
const night = new Date('2026-11-24T03:00Z')
const newYorker = { phoneNumber: '+12125550142', timeZone: null, country: 'US', region: null }
const fine: GateSubject = {
  consent: 'SUBSCRIBED',
  isBlocked: false,
  isUnreachable: false,
  hasTexted: true,
  sender: { canReceive: true },
  place: newYorker,
}
const subjects: fc.Arbitrary<GateSubject> = fc.record({
  consent: fc.constantFrom('SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER_SUBSCRIBED'),
  isBlocked: fc.boolean(),
  isUnreachable: fc.boolean(),
  hasTexted: fc.boolean(),
  sender: fc.option(fc.record({ canReceive: fc.boolean() })),
  place: fc.record({
    phoneNumber: fc.constantFrom('+12125550142', '+17135550100', '+18885550100'),
    timeZone: fc.option(fc.constantFrom('America/New_York', 'Asia/Kolkata', 'Etc/GMT-14')),
    country: fc.constant('US'),
    region: fc.option(fc.constantFrom('TX', 'RI', 'CA')),
  }),
})
const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
const exempt: GatePurpose[] = ['COMPLIANCE', 'AUTO_RESPONSE']
const unattended: GatePurpose[] = ['SCHEDULED', 'CAMPAIGN', 'FLOW']
const all: GatePurpose[] = ['REPLY', ...unattended, ...exempt]

describe('R19: the gate', () => {
  test.each([
    ['OPTED_OUT', { consent: 'UNSUBSCRIBED' }],
    ['NOT_SUBSCRIBED', { consent: 'NEVER_SUBSCRIBED' }],
    ['BLOCKED', { isBlocked: true }],
    ['NO_INBOUND_YET', { hasTexted: false }],
    ['UNREACHABLE', { isUnreachable: true }],
    ['NO_SENDER', { sender: null }],
    ['SENDER_CANNOT_RECEIVE', { sender: { canReceive: false } }],
  ] as const)('gives %s alone for what it means, with words for the agent', (reason, because) => {
    expect(askGate(fine, 'REPLY', noon)).toMatchObject({ allowed: true, reasons: [], warnings: [] })
    const subject = { ...fine, ...because }
    expect(askGate(subject, 'REPLY', noon)).toMatchObject({ allowed: false, reasons: [reason] })
    expect(gateFor('REPLY')(subject, noon)).toEqual({ kind: 'REFUSE', reasons: [reason] })
    expect(gateFor('REPLY')(subject, noon, [reason, 'QUIET_HOURS'])).toEqual({
      kind: 'REFUSE',
      reasons: [reason],
    })
    expect(gateMessages[reason]).not.toBe('')
  })

  test('lets a reply through if and only if there is no reason against it', () => {
    fc.assert(
      fc.property(subjects, moments, (subject, now) => {
        const { allowed, reasons } = askGate(subject, 'REPLY', now)
        expect(allowed).toBe(reasons.length === 0)
        expect(new Set(reasons).size).toBe(reasons.length)
        if (allowed) expect({ ...subject, place: newYorker }).toEqual(fine)
      }),
    )
  })

  test('exempts answers to keywords and automatic ones from consent and the hour, and from nothing else', () => {
    fc.assert(
      fc.property(subjects, moments, fc.constantFrom(...exempt), (subject, now, purpose) => {
        const { reasons, warnings } = askGate(subject, purpose, now)
        expect(reasons).toEqual(askGate({ ...subject, consent: 'SUBSCRIBED' }, 'REPLY', now).reasons)
        expect(warnings).toEqual([])
        if (subject.isBlocked) expect(reasons).toContain('BLOCKED')
        if (reasons.length === 0) expect(gateFor(purpose)(subject, now)).toEqual({ kind: 'PASS' })
      }),
    )
  })

  test('asks of campaigns and flows consent, but no conversation', () => {
    const stranger = { ...fine, hasTexted: false, sender: { canReceive: false } }
    expect(gateFor('CAMPAIGN')(stranger, noon)).toEqual({ kind: 'PASS' })
    expect(gateFor('FLOW')({ ...stranger, consent: 'NEVER_SUBSCRIBED' }, noon)).toEqual({
      kind: 'REFUSE',
      reasons: ['NOT_SUBSCRIBED'],
    })
  })
})

describe('R19, R25: quiet hours', () => {
  const until = '2026-11-24T13:00:00.000Z'

  test('warn of a direct reply, until the caller overrides', () => {
    expect(askGate(fine, 'REPLY', night)).toEqual({
      allowed: true,
      reasons: [],
      warnings: ['QUIET_HOURS'],
      nextAllowedAt: until,
      validUntil: until,
      holdUntil: null,
    })
    expect(gateFor('REPLY')(fine, night)).toEqual({ kind: 'REFUSE', reasons: ['QUIET_HOURS'] })
    expect(gateFor('REPLY')(fine, night, ['QUIET_HOURS'])).toEqual({ kind: 'PASS' })
    expect(gateFor('REPLY')(fine, noon)).toEqual({ kind: 'PASS' })
  })

  test.each(unattended)('hold a %s until they end, whatever is overridden', (purpose) => {
    expect(gateFor(purpose)(fine, night, ['QUIET_HOURS'])).toEqual({ kind: 'HOLD', until: new Date(until) })
    expect(gateFor(purpose)(fine, noon)).toEqual({ kind: 'PASS' })
  })

  test('of a state’s law hold what goes out by itself, and warn nobody', () => {
    const texan = { ...fine, place: { ...newYorker, timeZone: 'America/Chicago', region: 'TX' } }
    const early = new Date('2026-11-23T14:30Z')
    expect(askGate(texan, 'REPLY', early).warnings).toEqual([])
    expect(gateFor('CAMPAIGN')(texan, early)).toEqual({ kind: 'HOLD', until: new Date('2026-11-23T15:00Z') })
  })

  test('do not keep from failing what can’t go out at any hour', () => {
    expect(askGate({ ...fine, isBlocked: true }, 'REPLY', night)).toMatchObject({
      reasons: ['BLOCKED'],
      nextAllowedAt: null,
    })
    expect(gateFor('CAMPAIGN')({ ...fine, isBlocked: true }, night)).toEqual({
      kind: 'REFUSE',
      reasons: ['BLOCKED'],
    })
  })

  test('an answer holds until the moment that it names', () => {
    fc.assert(
      fc.property(
        subjects,
        moments,
        fc.constantFrom(...all),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (subject, now, purpose, part) => {
          const answer = askGate(subject, purpose, now)
          if (!answer.validUntil) return
          const end = new Date(answer.validUntil).getTime()
          const later = new Date(now.getTime() + Math.floor(part * (end - 1 - now.getTime())))
          expect(askGate(subject, purpose, later)).toEqual(answer)
          expect(askGate(subject, purpose, new Date(end))).not.toEqual(answer)
        },
      ),
    )
  })

  test('that hold a message let it go at the moment that they name', () => {
    fc.assert(
      fc.property(
        moments,
        fc.constantFrom(...unattended),
        fc.constantFrom('TX', 'RI', 'CA'),
        (now, purpose, region) => {
          const subject = { ...fine, place: { ...newYorker, timeZone: 'America/Chicago', region } }
          const verdict = gateFor(purpose)(subject, now)
          if (verdict.kind !== 'HOLD') return
          expect(quietHours(subject.place, new Date(verdict.until.getTime() - 1), 'STRICT')?.isQuiet).toBe(
            true,
          )
          expect(gateFor(purpose)(subject, verdict.until)).toEqual({ kind: 'PASS' })
        },
      ),
    )
  })

  test('are not known of somebody whose time zone is not: no warning, no hold', () => {
    const unknown = { ...fine, place: { ...newYorker, phoneNumber: '+18885550100' } }
    for (const purpose of all) expect(gateFor(purpose)(unknown, night)).toEqual({ kind: 'PASS' })
    expect(askGate(unknown, 'REPLY', night)).toMatchObject({ warnings: [], validUntil: null })
  })
})

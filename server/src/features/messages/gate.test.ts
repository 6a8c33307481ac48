import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askGate, type GateSubject, gateMessages } from './gate.ts'

const fine: GateSubject = {
  consent: 'SUBSCRIBED',
  isBlocked: false,
  isUnreachable: false,
  hasTexted: true,
  sender: { canReceive: true },
}
const subjects: fc.Arbitrary<GateSubject> = fc.record({
  consent: fc.constantFrom('SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER_SUBSCRIBED'),
  isBlocked: fc.boolean(),
  isUnreachable: fc.boolean(),
  hasTexted: fc.boolean(),
  sender: fc.option(fc.record({ canReceive: fc.boolean() })),
})

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
    expect(askGate(fine, 'REPLY')).toMatchObject({ allowed: true, reasons: [] })
    expect(askGate({ ...fine, ...because }, 'REPLY')).toMatchObject({ allowed: false, reasons: [reason] })
    expect(gateMessages[reason]).not.toBe('')
  })

  test('lets a reply through if and only if there is no reason against it', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        const { allowed, reasons } = askGate(subject, 'REPLY')
        expect(allowed).toBe(reasons.length === 0)
        expect(new Set(reasons).size).toBe(reasons.length)
        if (allowed) expect(subject).toEqual(fine)
      }),
    )
  })

  test('exempts compliance answers from consent, and from nothing else', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        const { reasons } = askGate(subject, 'COMPLIANCE')
        expect(reasons).toEqual(askGate({ ...subject, consent: 'SUBSCRIBED' }, 'REPLY').reasons)
        if (subject.isBlocked) expect(reasons).toContain('BLOCKED')
      }),
    )
  })
})

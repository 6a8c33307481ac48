import { describe, expect, test } from 'vitest'
import {
  type AutoResponderSettings,
  type AutoResponseSubject,
  type AutoResponses,
  loopGuard,
  mayAnswer,
  withAnswer,
} from './auto-responder-rules.ts'

const at = new Date('2026-11-23T12:00:00Z')
const MINUTE = 60_000
const minutesOn = (minutes: number): Date => new Date(at.getTime() + minutes * MINUTE)
const settings: AutoResponderSettings = {
  audience: 'ALL_PROFILES',
  template: 'Thanks, we answer soon.',
  ownNumbers: ['+15550001000'],
}
const person: AutoResponseSubject = {
  phoneNumber: '+14155550101',
  consent: 'NEVER_SUBSCRIBED',
  isBlocked: false,
  possibleOptOut: false,
  autoResponses: null,
}
const question = 'Do you have it in blue?'

describe('R33: the auto-responder answers', () => {
  test.each([
    ['ALL_PROFILES', ['SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER_SUBSCRIBED']],
    ['NON_CONSENTED_ONLY', ['UNSUBSCRIBED', 'NEVER_SUBSCRIBED']],
    ['NOBODY', []],
  ] as const)('%s: %o', (audience, answered) => {
    const states = ['SUBSCRIBED', 'UNSUBSCRIBED', 'NEVER_SUBSCRIBED'] as const
    expect(
      states.filter((consent) => mayAnswer({ ...settings, audience }, { ...person, consent }, question, at)),
    ).toEqual(answered)
  })

  test.each([
    ['without a template', { ...settings, template: '  ' }, person, question],
    ['R29: blocked people', settings, { ...person, isBlocked: true }, question],
    ['R16: who may have opted out', settings, { ...person, possibleOptOut: true }, question],
    ['the account’s own numbers', settings, { ...person, phoneNumber: '+15550001000' }, question],
    ['short codes', settings, { ...person, phoneNumber: '72345' }, question],
    ['names', settings, { ...person, phoneNumber: 'Borealis' }, question],
    ['machines', settings, person, 'AUTO-REPLY: I am away.'],
  ])('never %s', (_, settings, person, text) => {
    expect(mayAnswer(settings, person, text, at)).toBe(false)
  })

  test.each([
    'I’m driving with Do Not Disturb turned on',
    'This is an automated message. Please do not reply to this.',
    'Automatic reply: out of office until Monday',
    'Thanks! This inbox is not monitored.',
    'Respuesta automática: gracias',
    'Réponse automatique',
    'Automatische Antwort',
  ])('never a text that says that a machine wrote it: %s', (text) => {
    expect(mayAnswer(settings, person, text, at)).toBe(false)
  })

  test.each([
    'Is the automatic watch in stock?',
    'Can you reply to my e-mail?',
    'my office is on 5th street, can you deliver there',
    'I drive to the store today',
  ])('people who write of such things: %s', (text) => {
    expect(mayAnswer(settings, person, text, at)).toBe(true)
  })
})

describe('R33: the loop guard', () => {
  const had: AutoResponses = { lastAt: at, dayStartedAt: at, dayCount: 1 }
  const may = (autoResponses: AutoResponses, when: Date) =>
    mayAnswer(settings, { ...person, autoResponses }, question, when)

  test('leaves five minutes between two answers', () => {
    expect(may(had, minutesOn(-1))).toBe(false)
    expect(may(had, new Date(minutesOn(loopGuard.gapMinutes).getTime() - 1))).toBe(false)
    expect(may(had, minutesOn(loopGuard.gapMinutes))).toBe(true)
  })

  test('gives five answers in 24 hours, then new ones', () => {
    const robot = { ...had, dayCount: loopGuard.perDay, lastAt: minutesOn(60) }
    expect(may(robot, minutesOn(23 * 60 + 59))).toBe(false)
    expect(may(robot, minutesOn(24 * 60))).toBe(true)
    expect(withAnswer(robot, minutesOn(24 * 60))).toEqual({
      lastAt: minutesOn(24 * 60),
      dayStartedAt: minutesOn(24 * 60),
      dayCount: 1,
    })
  })

  test('ends a talk of two robots, however they time their answers', () => {
    for (const everyMinutes of [0, 1, 5, 7, 60, 300]) {
      let autoResponses: AutoResponses | null = null
      let answers = 0
      for (let minute = 0; minute < 24 * 60; minute += Math.max(everyMinutes, 0.5)) {
        if (!mayAnswer(settings, { ...person, autoResponses }, question, minutesOn(minute))) continue
        autoResponses = withAnswer(autoResponses, minutesOn(minute))
        answers += 1
      }
      expect(answers).toBeLessThanOrEqual(loopGuard.perDay)
    }
  })
})

import { describe, expect, test } from 'vitest'
import { describedCodes, explainFailure } from './error-codes.ts'

const plivo = '10 20 30 40 50 60 70 80 90 100 110 120 130 140 200 201 300 420 450 900 910 1000'.split(' ')
const ofSending = [
  'NOT_REACHED',
  'REDIRECTED',
  'INVALID_NUMBER',
  ...[400, 401, 402, 403, 404, 405, 429].map((n) => `HTTP_${n}`),
]
const gate = [
  'NOT_SUBSCRIBED',
  'OPTED_OUT',
  'BLOCKED',
  'NO_INBOUND_YET',
  'SENDER_CANNOT_RECEIVE',
  'NO_SENDER',
  'UNREACHABLE',
  'QUIET_HOURS',
]

const composing = ['COUPON_EMPTY', 'COUPON_NOT_FOUND', 'COUPON_MALFORMED', 'TEXT_TOO_LONG']

test('R21: every Plivo code, every refusal and every reason of ours is described, each but once', () => {
  expect([...describedCodes.keys()].sort()).toEqual(
    [...plivo, ...ofSending, 'UNKNOWN', ...gate, 'POSSIBLE_OPT_OUT', ...composing].sort(),
  )
})

describe('R21: each says in plain language what happened and what to do', () => {
  test.each([...describedCodes])('%s', (_, { title, explanation, nextStep }) => {
    expect(title).toMatch(/^[A-Z][^.]{4,40}$/)
    for (const sentences of [explanation, nextStep]) expect(sentences).toMatch(/^[A-Z].{15,}\.$/)
    expect(`${title} ${explanation} ${nextStep}`).not.toMatch(/\b(API|MDR|UUID|null|HTTP|DND|handset)\b/)
  })
})

test('R17: only 200 unsubscribes', () => {
  expect([...describedCodes].filter(([, row]) => row.unsubscribes).map(([code]) => code)).toEqual(['200'])
})

test('R21: what is bound to fail again is not offered for a retry', () => {
  for (const code of ['10', '30', '50', '70', '110', '200', '450', 'OPTED_OUT']) {
    expect(explainFailure(code).retryable).toBe(false)
  }
  for (const code of ['20', '80', '420', 'NOT_REACHED', 'HTTP_429'])
    expect(explainFailure(code).retryable).toBe(true)
})

test('R22: an unknown outcome may be retried, and says what that risks', () => {
  expect(explainFailure('UNKNOWN')).toMatchObject({
    retryable: true,
    nextStep: expect.stringContaining('twice'),
  })
})

test('codes that nobody has described are kept as they are', () => {
  expect(explainFailure('7777').explanation).toContain('7777')
  expect(explainFailure('HTTP_418').explanation).toContain('418')
  expect(explainFailure('__proto__').title).toBe('Not delivered')
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyReport, type DeliveryReport, type DeliveryState } from './delivery-rules.ts'
import type { MessageStatus } from './message.ts'

const at = new Date('2026-11-23T12:00:00.000Z')
const startedAt = new Date('2026-11-23T11:59:59.000Z')

const underWay = (more: Partial<DeliveryState> = {}): DeliveryState => ({
  status: 'QUEUED',
  carrierSequence: -1,
  sendAttempts: 1,
  sendStartedAt: startedAt,
  segments: 1,
  ...more,
})
const report = (status: DeliveryReport['status'], more: Partial<DeliveryReport> = {}): DeliveryReport => ({
  carrierMessageId: 'uuid-1',
  status,
  at,
  attempt: 1,
  ...more,
})
const reported = (message: DeliveryState, ...reports: DeliveryReport[]): DeliveryState => {
  for (const one of reports) applyReport(message, one)
  return message
}

const sent = report('SENT', { sequence: 1 })
const delivered = report('DELIVERED', { sequence: 2 })
const undelivered = report('UNDELIVERED', { sequence: 2, errorCode: '20' })
const failed = report('FAILED', { sequence: 2, errorCode: '420' })

/** What the carrier may make of the reports of one message: any order, twice, or lost. */
const mangled = (reports: DeliveryReport[]): fc.Arbitrary<DeliveryReport[]> =>
  fc.array(fc.constantFrom(...reports), { maxLength: 8 })

const ranks: MessageStatus[][] = [['QUEUED', 'UNKNOWN'], ['SENT'], ['UNDELIVERED', 'FAILED'], ['DELIVERED']]
const rank = (status: MessageStatus): number => ranks.findIndex((some) => some.includes(status))

describe('R21: the carrier’s reports', () => {
  test('never move a state backwards, in any order, twice or lost', () => {
    const start = fc.constantFrom<MessageStatus>('QUEUED', 'UNKNOWN', 'SENT')
    fc.assert(
      fc.property(start, mangled([sent, delivered, undelivered, failed]), (status, reports) => {
        const message = underWay({ status, carrierMessageId: status === 'SENT' ? 'uuid-1' : null })
        for (const one of reports) {
          const before = message.status
          applyReport(message, one)
          expect(rank(message.status)).toBeGreaterThanOrEqual(rank(before))
          expect(rank(message.status)).toBeGreaterThanOrEqual(rank(one.status))
        }
      }),
    )
  })

  test.each([
    ['sent and delivered', [sent, delivered]],
    ['sent and undelivered', [sent, undelivered]],
    ['failed', [failed]],
  ])('of a text %s end the same in any order, each as often as the carrier likes', (_, reports) => {
    const all = fc
      .tuple(fc.shuffledSubarray(reports, { minLength: reports.length }), mangled(reports))
      .map(([once, more]) => [...once, ...more])
    fc.assert(
      fc.property(all, (order) => {
        expect(reported(underWay(), ...order)).toEqual({
          ...reported(underWay(), ...reports),
          sentAt: expect.toSatisfy((sentAt) => sentAt === null || sentAt instanceof Date),
        })
      }),
    )
  })

  test('twice change nothing the second time', () => {
    for (const one of [sent, delivered, undelivered, failed]) {
      const message = reported(underWay(), one)
      const before = structuredClone(message)
      expect(applyReport(message, one)).toBe(false)
      expect(message).toEqual(before)
    }
  })

  test('a receipt outranks a failure that was reported first, and takes its reason away', () => {
    const message = reported(underWay(), undelivered, report('DELIVERED', { sequence: 3 }))
    expect(message).toMatchObject({ status: 'DELIVERED', failureCode: null, deliveredAt: at })
  })

  test('of failure keep the carrier’s code, or say that it gave none', () => {
    expect(reported(underWay(), failed).failureCode).toBe('420')
    expect(reported(underWay(), report('FAILED')).failureCode).toBe('1000')
  })

  test('R24: bring the segments that were billed', () => {
    expect(reported(underWay(), report('SENT', { units: 3 })).segments).toBe(3)
  })
})

describe('R22: reports and attempts', () => {
  test('a callback that beats the answer of the same attempt settles it', () => {
    expect(reported(underWay(), sent)).toMatchObject({
      status: 'SENT',
      carrierMessageId: 'uuid-1',
      sendStartedAt: null,
    })
  })

  test('a callback settles a message whose outcome was unknown', () => {
    expect(reported(underWay({ status: 'UNKNOWN' }), delivered).status).toBe('DELIVERED')
    expect(reported(underWay({ status: 'UNKNOWN' }), report('FAILED', { attempt: undefined })).status).toBe(
      'FAILED',
    )
  })

  const waiting = (more: Partial<DeliveryState> = {}) =>
    underWay({ sendStartedAt: null, nextAttemptAt: at, ...more })

  test('what comes of an attempt that was thought refused or lost stops its repetition', () => {
    for (const one of [sent, delivered]) {
      expect(reported(waiting(), one)).toMatchObject({ status: one.status, nextAttemptAt: null })
    }
  })

  test('failure of the attempt before a retry doesn’t fail the retry', () => {
    for (const one of [failed, undelivered]) expect(reported(waiting(), one).status).toBe('QUEUED')
  })

  test('a late or repeated “sent” of an attempt that failed doesn’t stop its retry; a receipt does', () => {
    const retried = (first: DeliveryReport) => {
      const message = reported(underWay(), first)
      return Object.assign(message, waiting({ carrierSequence: message.carrierSequence }), {
        carrierMessageId: null,
      })
    }
    expect(reported(retried(failed), sent).status).toBe('QUEUED')
    expect(reported(retried(report('FAILED')), report('SENT')).status).toBe('QUEUED')
    expect(reported(retried(failed), delivered).status).toBe('DELIVERED')
  })

  test('a report of an older attempt says nothing of the one under way', () => {
    for (const one of [sent, failed, undelivered])
      expect(reported(underWay({ sendAttempts: 2 }), one).status).toBe('QUEUED')
  })

  test('a report of another carrier’s id says nothing of a message that has its own', () => {
    const message = underWay({ status: 'SENT', carrierMessageId: 'uuid-2', sendAttempts: 2 })
    expect(reported(message, delivered).status).toBe('SENT')
  })
})

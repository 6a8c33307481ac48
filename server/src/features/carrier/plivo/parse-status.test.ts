import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FormPair } from './form-pairs.ts'
import { parseStatus } from './parse-status.ts'

const delivered = {
  MessageUUID: '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
  From: '15550001000',
  To: '14155550100',
  Type: 'sms',
  Status: 'delivered',
  Units: '2',
  ErrorCode: '000',
  Sequence: '3',
  QueuedTime: '2026-11-23 12:00:00.000000',
  SentTime: '2026-11-23 12:00:01.250000',
  DeliveryReportTime: '2026-11-23 12:00:03.999999',
  ParentMessageUUID: 'ignored',
  PartInfo: '1 of 2',
}
const parse = (changes: Record<string, string> = {}) =>
  parseStatus(Object.entries({ ...delivered, ...changes }))

test('R21: a report is read with its order, units and times', () => {
  expect(parse()).toEqual({
    ok: true,
    value: {
      carrierMessageId: '5b40a428-bfc7-4daf-9d06-726c558bf3b8',
      status: 'delivered',
      sequence: 3,
      units: 2,
      queuedAt: new Date('2026-11-23T12:00:00.000Z'),
      sentAt: new Date('2026-11-23T12:00:01.250Z'),
      reportedAt: new Date('2026-11-23T12:00:03.999Z'),
    },
  })
})

test.each(['queued', 'sent', 'delivered', 'undelivered', 'failed', 'rejected', 'read', 'Delivered'])(
  '%s',
  (Status) => {
    expect(parse({ Status })).toMatchObject({ ok: true, value: { status: Status.toLowerCase() } })
  },
)

test.each([
  ['000', undefined],
  ['0', undefined],
  ['', undefined],
  ['null', undefined],
  ['200', '200'],
  ['30', '30'],
  ['7777', '7777'],
  ['E-42', 'E-42'],
])('error code "%s" is %s', (ErrorCode, expected) => {
  const parsed = parse({ ErrorCode })
  expect(parsed.ok && parsed.value.errorCode).toBe(expected)
})

describe('malformed', () => {
  test('status and id are named', () => {
    expect(parseStatus([])).toEqual({
      ok: false,
      problems: [
        { field: 'MessageUUID', problem: 'is missing' },
        { field: 'Status', problem: 'is missing' },
      ],
    })
    const odd = parse({ Status: 'teleported' })
    expect(odd.ok ? '' : odd.problems[0]?.problem).toMatch(/^is none of queued, sent/)
  })

  test('numbers and times that can’t be read are left out', () => {
    const parsed = parse({ Sequence: '-1', Units: '1e3', SentTime: '2026-13-45 99:00:00', QueuedTime: '0' })
    expect(
      parsed.ok && [parsed.value.sequence, parsed.value.units, parsed.value.sentAt, parsed.value.queuedAt],
    ).toEqual([undefined, undefined, undefined, undefined])
  })

  test('never a throw', () => {
    const pair = fc.tuple(fc.constantFrom(...Object.keys(delivered)), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(pair), (params: FormPair[]) => typeof parseStatus(params).ok === 'boolean'),
    )
  })
})

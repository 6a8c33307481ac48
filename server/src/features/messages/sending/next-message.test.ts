import { expect, test } from 'vitest'
import { momentOf, type NextMessage } from './next-message.ts'

const sentAt = new Date('2026-11-23T19:59:58Z')
const reply = { kind: 'REPLY', wasScheduled: false, createdAt: sentAt } as NextMessage
const later = (minutes: number) => new Date(sentAt.getTime() + minutes * 60_000)

test('R25: a reply that leaves at once goes by the hour at which the agent sent it', () => {
  expect(momentOf(reply, later(0.1))).toEqual(sentAt)
  expect(momentOf(reply, later(9))).toEqual(sentAt)
})

test('R19: one that was kept waiting goes by the hour at which it leaves, and so does all that Parley sends', () => {
  expect(momentOf(reply, later(10))).toEqual(later(10))
  expect(momentOf({ ...reply, wasScheduled: true }, later(1))).toEqual(later(1))
  expect(momentOf({ ...reply, kind: 'CAMPAIGN' }, later(1))).toEqual(later(1))
})

import { describe, expect, it } from 'vitest'
import { momentOf } from './group-messages.ts'
import { splitScheduled } from './scheduled.ts'

const at = (hour: number) => `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z`
const sent = (id: string) => ({ id, status: 'SENT', scheduledAt: null })
const waiting = (id: string, hour: number) => ({ id, status: 'SCHEDULED', scheduledAt: at(hour) })
const ids = (messages: { id: string }[]) => messages.map(({ id }) => id)

describe('B4: a thread and what is still to go out', () => {
  it('stand apart, the soonest first, each once', () => {
    const { past, scheduled } = splitScheduled(
      [sent('a'), waiting('late', 20), sent('b'), waiting('new', 9)],
      [waiting('old', 8), waiting('late', 20)],
    )
    expect(ids(past)).toEqual(['a', 'b'])
    expect(ids(scheduled)).toEqual(['old', 'new', 'late'])
  })

  it('what was called off is in the thread again, and no longer of the list', () => {
    const canceled = { ...waiting('x', 8), status: 'CANCELED' }
    const { past, scheduled } = splitScheduled([canceled, sent('a')], [canceled])
    expect(ids(past)).toEqual(['x', 'a'])
    expect(scheduled).toEqual([])
  })

  const written = { id: 'x', direction: 'OUTBOUND', kind: 'REPLY', createdAt: at(1), scheduledAt: at(8) }
  it.each([
    ['DELIVERED', at(9), at(9)],
    ['QUEUED', null, at(8)],
    ['CANCELED', null, at(1)],
    ['FAILED', null, at(1)],
  ])('a scheduled one that is %s stands at the time of its place', (status, sentAt, moment) => {
    expect(momentOf({ ...written, status, sentAt })).toBe(moment)
  })

  it('any other stands when it was written', () => {
    expect(momentOf({ ...written, scheduledAt: null, status: 'SENT', sentAt: at(9) })).toBe(at(1))
  })
})

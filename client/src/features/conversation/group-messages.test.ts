import { describe, expect, it } from 'vitest'
import { type Groupable, groupMessages } from './group-messages.ts'

const at = (time: string) => new Date(`2026-11-${time}`).toISOString()
const text = (id: string, time: string, more: Partial<Groupable> = {}): Groupable => ({
  id,
  direction: 'INBOUND',
  kind: 'CUSTOMER',
  createdAt: at(time),
  ...more,
})
/** The ids by group. */
const shape = (messages: Groupable[]) => {
  const groups: string[][] = []
  for (const { message, startsGroup } of groupMessages(messages)) {
    if (startsGroup) groups.push([])
    groups.at(-1)?.push(message.id)
  }
  return groups
}

describe('groups of a thread', () => {
  it('R12: keeps the order of arrival, whatever the times say', () => {
    const messages = [text('a', '20T10:05'), text('b', '20T10:01'), text('c', '20T10:03')]
    expect(shape(messages).flat()).toEqual(['a', 'b', 'c'])
  })

  it('joins texts of one sender that follow each other closely', () => {
    expect(shape([text('a', '20T10:00'), text('b', '20T10:04'), text('c', '20T10:40')])).toEqual([
      ['a', 'b'],
      ['c'],
    ])
  })

  it('splits by sender, kind and source', () => {
    const reply = { direction: 'OUTBOUND', kind: 'REPLY' }
    expect(
      shape([
        text('a', '20T10:00'),
        text('b', '20T10:00', { ...reply, sentBy: { id: 'ada' } }),
        text('c', '20T10:01', { ...reply, sentBy: { id: 'bo' } }),
        text('d', '20T10:01', { direction: 'OUTBOUND', kind: 'FLOW', source: { id: 'x' } }),
        text('e', '20T10:01', { direction: 'OUTBOUND', kind: 'FLOW', source: { id: 'y' } }),
      ]),
    ).toEqual([['a'], ['b'], ['c'], ['d'], ['e']])
  })

  it('starts a day with its first message', () => {
    const placed = groupMessages([text('a', '20T23:58'), text('b', '20T23:59'), text('c', '21T00:01')])
    expect(placed.map(({ startsDay }) => startsDay)).toEqual([true, false, true])
    expect(placed.map(({ endsGroup }) => endsGroup)).toEqual([false, true, true])
  })
})

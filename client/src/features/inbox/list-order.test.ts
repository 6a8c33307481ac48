import { describe, expect, it } from 'vitest'
import { arrange } from './list-order.ts'

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const atTop = { from: 0, to: 5 }

describe('order of the list under the pointer', () => {
  it('R9: new activity moves a row to the top', () => {
    expect(arrange(rows, ['e', 'a', 'b', 'c', 'd', 'f'], null, atTop)).toEqual({
      order: ['e', 'a', 'b', 'c', 'd', 'f'],
      shift: 0,
    })
  })

  it('keeps the row under the pointer where it is while others move past it', () => {
    const { order } = arrange(rows, ['e', 'a', 'b', 'c', 'd', 'f', 'g', 'h'], 'c', atTop)
    expect(order).toEqual(['e', 'a', 'c', 'b', 'd', 'f', 'g', 'h'])
  })

  it('keeps the row under the pointer also when it is the one with the new activity', () => {
    const { order } = arrange(rows, ['c', 'a', 'b', 'd', 'e', 'f', 'g', 'h'], 'c', atTop)
    expect(order.indexOf('c')).toBe(2)
  })

  it('scrolls along when rows come in above what is visible', () => {
    expect(arrange(rows, ['x', ...rows], null, { from: 2, to: 6 })).toEqual({
      order: ['x', ...rows],
      shift: 1,
    })
    expect(arrange(rows, ['g', 'a', 'b', 'c', 'd', 'e', 'f', 'h'], null, { from: 2, to: 6 }).shift).toBe(1)
  })

  it('does not follow a visible row that jumps to the top', () => {
    expect(arrange(rows, ['f', 'a', 'b', 'c', 'd', 'e', 'g', 'h'], null, { from: 5, to: 8 }).shift).toBe(0)
  })

  it('keeps the held row on its spot of the screen while the list scrolls along', () => {
    const { order, shift } = arrange(rows, ['x', ...rows], 'd', { from: 2, to: 6 })
    expect(order.indexOf('d') - shift).toBe(3)
  })

  it('lets go of a row that left the list', () => {
    expect(arrange(rows, ['a', 'b', 'd'], 'c', atTop).order).toEqual(['a', 'b', 'd'])
  })
})

import { expect, it } from 'vitest'
import { pictureBox } from './picture-box.ts'

it.each([
  ['a wide one', { width: 2880, height: 1440 }, { width: 288, height: 144 }],
  ['a tall one', { width: 1000, height: 3200 }, { width: 100, height: 320 }],
  ['a small one, which is not blown up', { width: 120, height: 80 }, { width: 120, height: 80 }],
  ['one of unknown size', { width: null, height: null }, { width: 240, height: 180 }],
])('R20: the room for a picture is known before it is there: %s', (_, size, box) => {
  expect(pictureBox(size, false)).toEqual(box)
})

it('R20: several of a message stand side by side in boxes of one size', () => {
  expect(pictureBox({ width: 2880, height: 1440 }, true)).toEqual({ width: 140, height: 140 })
})

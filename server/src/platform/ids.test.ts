import { expect, test } from 'vitest'
import { fromGlobalId, newId, parseGlobalId, toGlobalId } from './ids.ts'

test('R12: ids are UUIDs of version 7, all different, sorted in the order of their making', () => {
  const ids = Array.from({ length: 5_000 }, newId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('R3: a global id is of one type; any other, and anything malformed, is nobody’s', () => {
  const id = newId()
  const globalId = toGlobalId('Conversation', id)
  expect(fromGlobalId('Conversation', globalId)).toBe(id)
  expect(parseGlobalId(globalId)).toEqual({ type: 'Conversation', id })
  for (const wrong of [toGlobalId('Message', id), id, '', 'cnv_', `${globalId}0`, `CNV_${id}`, `xyz_${id}`])
    expect(fromGlobalId('Conversation', wrong)).toBeNull()
})

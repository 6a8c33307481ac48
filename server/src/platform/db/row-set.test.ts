import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/build.ts'
import { isStorable } from '../storable-text.ts'
import { rowSet } from './row-set.ts'

let world: World
beforeAll(async () => {
  world = await openWorld(1)
})
afterAll(() => world.close())

const set = rowSet({
  uuid: 'uuid',
  text: 'text',
  bigint: 'bigint',
  int: 'int',
  boolean: 'boolean',
  timestamptz: 'timestamptz',
})

const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 4 })
const row = fc.record({
  uuid: nullable(fc.uuid()),
  text: nullable(fc.string({ unit: 'binary' }).filter(isStorable)),
  bigint: nullable(fc.maxSafeInteger()),
  int: nullable(fc.integer()),
  boolean: nullable(fc.boolean()),
  timestamptz: nullable(
    fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
  ),
})

/** What PostgreSQL makes of the rows, written out by itself. */
const ROWS = `select row_to_json(r) as row from (
  select uuid, text, bigint::text, int, boolean, (extract(epoch from timestamptz) * 1000)::bigint::text as ms
  from ${set.from('r')}) r`

describe('rows as parameters', () => {
  test('arrive as they are, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
        const { rows: found } = await world.owner.query(ROWS, set.values(rows))
        expect(found.map((one) => one.row)).toEqual(
          rows.map(({ bigint, timestamptz, ...others }) => ({
            ...others,
            bigint: bigint === null ? null : String(bigint),
            ms: timestamptz === null ? null : String(timestamptz.getTime()),
          })),
        )
      }),
    )
  })

  test('lack what is left out', async () => {
    const { rows } = await world.owner.query(ROWS, set.values([{ text: 'alone' }]))
    expect(rows[0].row).toEqual({
      uuid: null,
      text: 'alone',
      bigint: null,
      int: null,
      boolean: null,
      ms: null,
    })
  })

  test.each([
    ['a malformed UUID', { uuid: '0193-not-a-uuid' }],
    ['a number that is too large for its column', { int: 2 ** 31 }],
    ['a time that is none', { timestamptz: new Date(Number.NaN) }],
  ])('are refused for %s', (_, row) => {
    expect(() => set.values([row])).toThrow()
  })
})

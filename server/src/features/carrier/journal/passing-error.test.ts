import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { isPassing } from './passing-error.ts'

const ofDatabase = (code: string): Error =>
  Object.assign(new pg.DatabaseError('as it says', 10, 'error'), { code })

describe('R43: an error while a journaled call is settled', () => {
  test.each([
    ['the connection was refused', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
    ['the connection ended', new Error('Connection terminated unexpectedly')],
    ['no connection came free', new Error('timeout exceeded when trying to connect')],
    ['the database shuts down', ofDatabase('57P01')],
    ['it is a read-only standby', ofDatabase('25006')],
    ['its disk is full', ofDatabase('53100')],
    ['two transactions met', ofDatabase('40001')],
    ['a lock was not to be had', ofDatabase('55P03')],
  ])('passes by itself: %s', (_, error) => {
    expect(isPassing(error)).toBe(true)
  })

  test.each([
    ['a constraint', ofDatabase('23505')],
    ['a value that is none', ofDatabase('22P02')],
    ['a bug', new TypeError('x is not a function')],
    ['no error at all', 'thrown'],
  ])('is the entry’s own: %s', (_, error) => {
    expect(isPassing(error)).toBe(false)
  })
})

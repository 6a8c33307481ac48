import { AppError } from '../errors.ts'

/** An opaque cursor: where in its order a row stands. */
export const toCursor = (...parts: (string | number)[]): string =>
  Buffer.from(parts.join('|')).toString('base64url')

const bad = (argument: string): AppError =>
  new AppError(
    'BAD_USER_INPUT',
    `${argument} is not a cursor of this list: give back one that a page came with`,
  )

/** The sequence in a cursor, or null for no cursor. BAD_USER_INPUT naming the argument for what is none. */
export const fromSequenceCursor = (argument: string, cursor: string | null | undefined): number | null => {
  if (cursor == null) return null
  const text = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{1,15}$/.test(text)) throw bad(argument)
  return Number(text)
}

/** Where a row stands in a list by time: the time as PostgreSQL writes it (to the microsecond), and the row's id. */
export interface Moment {
  at: string
  id: string
}

const moment =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00)\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Newer than anything: the place before the first row of a list that has the newest first. */
const beginning: Moment = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** The moment in a cursor, or the list's beginning for no cursor. BAD_USER_INPUT naming the argument for what is none. */
export const fromMomentCursor = (argument: string, cursor: string | null | undefined): Moment => {
  if (cursor == null) return beginning
  const [, at, id] = moment.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at.replace(' ', 'T').replace('+00', 'Z')))) throw bad(argument)
  return { at, id }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The row id in a cursor, or null for no cursor. BAD_USER_INPUT naming the argument for what is none. */
export const fromIdCursor = (argument: string, cursor: string | null | undefined): string | null => {
  if (cursor == null) return null
  const text = Buffer.from(cursor, 'base64url').toString()
  if (!uuid.test(text)) throw bad(argument)
  return text
}

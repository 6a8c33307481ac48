import pg from 'pg'

const INT8 = 20
const TIMESTAMPTZ = 1184

/**
 * How raw reads see columns: `bigint` as a number (sequences and counts stay far below 2^53) and `timestamptz` as
 * an ISO 8601 string in UTC with milliseconds, ready to be an answer's leaf without becoming a Date on the way.
 */
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [TIMESTAMPTZ, (text) => isoTimestamp(text)],
])

const numbers = new Map<number, (text: string) => unknown>([[INT8, Number]])

/** `2026-11-23 12:00:00.123456+00` → `2026-11-23T12:00:00.123Z`. Sessions run in UTC (see connection options). */
export const isoTimestamp = (text: string): string => {
  // PostgreSQL leaves out trailing zeros: nearly all have three digits of a second or more.
  if (text.length >= 26) return `${text.slice(0, 10)}T${text.slice(11, 23)}Z`
  const fraction = text[19] === '.' ? text.slice(20, text.length - 3) : ''
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
}

const typesWith = (own: typeof parsers): pg.CustomTypesConfig => ({
  getTypeParser: ((oid: number, format?: 'text') =>
    own.get(oid) ?? pg.types.getTypeParser(oid, format)) as never,
})

/** Passed as `types` with raw reads whose rows become answers. */
export const rowTypes = typesWith(parsers)

/** Passed as `types` with raw reads whose rows rules work on: times are Dates. */
export const stateTypes = typesWith(numbers)

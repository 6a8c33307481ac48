import { Temporal } from 'temporal-polyfill'

/** `2026-11-23T12:00`, with seconds and their fraction if wanted, and an offset or Z. */
const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)$/i

/** Reads a moment in ISO 8601, of any offset. Null for what is none: no offset, or no such day. */
export const parseMoment = (text: string): Date | null => {
  if (!shape.test(text)) return null
  try {
    return new Date(Temporal.Instant.from(text).epochMilliseconds)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

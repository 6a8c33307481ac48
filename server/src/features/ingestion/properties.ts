import type { ItemReader } from './item-reader.ts'

export type Properties = Record<string, unknown>

/** Bytes of JSON that the properties of a profile or an event have at most. */
export const LARGEST_PROPERTIES = 16_384
const DEEPEST = 20

/** A NUL or half a surrogate pair, as JSON.stringify writes them: PostgreSQL's jsonb can hold neither. */
const notStorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

const isTooDeep = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)))

/**
 * Checks properties as they are to be kept: what can be stored, up to 16 KiB of JSON and 20 levels.
 * PROPERTIES_INVALID, PROPERTIES_TOO_LARGE.
 */
export const checkProperties = (reader: ItemReader, properties: Properties): Properties | null => {
  if (isTooDeep(properties, DEEPEST))
    return reader.refuse('PROPERTIES_INVALID', `They may be up to ${DEEPEST} levels deep.`, 'properties')
  const json = JSON.stringify(properties)
  if (Buffer.byteLength(json) > LARGEST_PROPERTIES)
    return reader.refuse(
      'PROPERTIES_TOO_LARGE',
      `They may have up to ${LARGEST_PROPERTIES} bytes of JSON.`,
      'properties',
    )
  if (notStorable.test(json))
    return reader.refuse(
      'PROPERTIES_INVALID',
      'They have a character that is no text (a NUL, or half an emoji).',
      'properties',
    )
  return properties
}

/** Properties after a change: a key that is named gets its value, one named with null goes, others stay. */
export const mergeProperties = (before: Properties, changes: Properties | null): Properties => {
  if (changes === null) return {}
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null))
}

import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const RANDOM_BYTES = 16

/** Random bytes are drawn for many ids at once: asking for sixteen costs about as much as for thousands. */
const pool = Buffer.alloc(RANDOM_BYTES * 256)
let drawn = pool.length

const drawRandom = (): Uint8Array => {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  drawn += RANDOM_BYTES
  return pool.subarray(drawn - RANDOM_BYTES, drawn)
}

let millisecond = 0
let countInMillisecond = 0

/**
 * A new row id: UUID version 7, so that rows made together lie together in their index. Ids that one process makes
 * sort in the order of their making, also within a millisecond: the journal's order rests on it.
 */
export const newId = (): string => {
  const now = Date.now()
  countInMillisecond = now > millisecond ? 0 : countInMillisecond + 1
  millisecond = Math.max(now, millisecond)
  return v7({ random: drawRandom(), msecs: millisecond, seq: countInMillisecond })
}

const prefixes = {
  Account: 'acc',
  ApiKey: 'key',
  Conversation: 'cnv',
  Coupon: 'cpn',
  Event: 'evt',
  Media: 'med',
  Message: 'msg',
  MessageSource: 'src',
  Metric: 'mtr',
  Order: 'ord',
  Profile: 'prf',
  Sender: 'snd',
  ShortLink: 'lnk',
  User: 'usr',
} as const

/** Names of the GraphQL types that implement `Node`. */
export type NodeType = keyof typeof prefixes

const typeOfPrefix = new Map(
  Object.entries(prefixes).map(([type, prefix]) => [prefix as string, type as NodeType]),
)

/** The opaque id under which the API knows a row. */
export const toGlobalId = (type: NodeType, id: string): string => `${prefixes[type]}_${id}`

/**
 * The same in SQL, of a uuid column. For rows that go into answers as they are: V8 joins strings by reference, and would
 * copy each once more to write it.
 */
export const globalIdOf = (type: NodeType, column: string): string => `'${prefixes[type]}_' || ${column}`

/** The row id in a global id that is known to be one. */
export const rowIdOf = (id: string): string => id.slice(4)

const globalId = /^([a-z]{3})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/** The row id behind a global id of this type, or null: a malformed id is the same answer as one that doesn't exist (R3). */
export const fromGlobalId = (type: NodeType, id: string): string | null => {
  const match = globalId.exec(id)
  return match?.[1] === prefixes[type] ? (match[2] ?? null) : null
}

/** Type and row id behind any global id, or null. */
export const parseGlobalId = (id: string): { type: NodeType; id: string } | null => {
  const match = globalId.exec(id)
  const type = match?.[1] ? typeOfPrefix.get(match[1]) : undefined
  return type && match?.[2] ? { type, id: match[2] } : null
}

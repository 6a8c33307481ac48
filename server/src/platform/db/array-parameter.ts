/** What a column's values are before they go to PostgreSQL. */
export interface ColumnValues {
  uuid: string
  text: string
  bigint: number
  int: number
  boolean: boolean
  timestamptz: Date
}
export type ColumnType = keyof ColumnValues

/** How PostgreSQL sends and receives a type in binary (its `…_recv` functions). */
interface Wire<Value> {
  /** `pg_type.oid`; the same in every database. */
  oid: number
  size(value: Value): number
  /** @throws for what the type can't hold */
  write(into: Buffer, at: number, value: Value): void
}

/** PostgreSQL counts microseconds from the start of 2000. */
const POSTGRES_EPOCH = Date.UTC(2000, 0)

const writeBigint = (into: Buffer, at: number, value: number): number =>
  into.writeBigInt64BE(BigInt(value), at)

const writeUuid = (into: Buffer, at: number, value: string): void => {
  if (into.write(value.replaceAll('-', ''), at, 16, 'hex') < 16) throw new TypeError(`${value} is no UUID`)
}

const wires: { [Type in ColumnType]: Wire<ColumnValues[Type]> } = {
  uuid: { oid: 2950, size: () => 16, write: writeUuid },
  text: {
    oid: 25,
    size: (value) => Buffer.byteLength(value),
    write: (into, at, value) => into.write(value, at),
  },
  bigint: { oid: 20, size: () => 8, write: writeBigint },
  int: { oid: 23, size: () => 4, write: (into, at, value) => into.writeInt32BE(value, at) },
  boolean: { oid: 16, size: () => 1, write: (into, at, value) => into.writeUInt8(value ? 1 : 0, at) },
  timestamptz: {
    oid: 1184,
    size: () => 8,
    write: (into, at, value) => writeBigint(into, at, (value.getTime() - POSTGRES_EPOCH) * 1_000),
  },
}

const HEADER = 20

const writeHeader = (into: Buffer, oid: number, length: number, hasNulls: boolean): void => {
  into.writeInt32BE(1, 0) // dimensions
  into.writeInt32BE(hasNulls ? 1 : 0, 4)
  into.writeInt32BE(oid, 8)
  into.writeInt32BE(length, 12)
  into.writeInt32BE(1, 16) // the first index
}

/**
 * A parameter of the type `<type>[]` in PostgreSQL's binary format (`array_recv`), which it takes in with half the work
 * of the textual one. pg sends a Buffer as binary.
 * @throws for a malformed UUID, a number out of the type's range and a time that is none
 */
export const arrayParameter = <Type extends ColumnType>(
  type: Type,
  values: (ColumnValues[Type] | null | undefined)[],
): Buffer => {
  const { oid, size, write }: Wire<ColumnValues[Type]> = wires[type]
  let total = HEADER
  let hasNulls = false
  for (const value of values) {
    if (value === null || value === undefined) hasNulls = true
    else total += size(value)
    total += 4
  }
  const into = Buffer.allocUnsafe(total)
  writeHeader(into, oid, values.length, hasNulls)
  let at = HEADER
  for (const value of values) {
    const length = value === null || value === undefined ? -1 : size(value)
    at = into.writeInt32BE(length, at)
    if (value === null || value === undefined) continue
    write(into, at, value)
    at += length
  }
  return into
}
